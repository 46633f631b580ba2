"""LlamaIndex's IngestionPipeline at work, in an environment of its own: JSON on stdin, JSON on stdout.

In: {"model": folder, "documents": {name: text}, "questions": {key: text}, "max_length": number or null}.
Out: {"nodes", "seconds", "processor", "ranking": {key: [names]}}. Loading the model is not counted.
"""

import json
import sys
import time

import numpy as np
from llama_index.core import Document
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding


def main():
    task = json.load(sys.stdin)
    length = {"max_length": task["max_length"]} if task["max_length"] else {}
    model = HuggingFaceEmbedding(model_name=task["model"], device="cpu", **length)
    pipeline = IngestionPipeline(transformations=[SentenceSplitter(chunk_size=500, chunk_overlap=50), model])
    documents = [Document(text=text, doc_id=name) for name, text in task["documents"].items()]
    pipeline.run(documents=documents[:1])
    pipeline.cache.clear()
    wall, processor = time.perf_counter(), time.process_time()
    nodes = pipeline.run(documents=documents)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    matrix = np.array([node.embedding for node in nodes])
    ranking = {}
    for key, question in task["questions"].items():
        best = np.argsort(-(matrix @ np.array(model.get_query_embedding(question))), kind="stable")[:50]
        ranking[key] = [nodes[place].ref_doc_id for place in best]
    json.dump({"nodes": len(nodes), "seconds": wall, "processor": processor, "ranking": ranking}, sys.stdout)


main()
