#!/usr/bin/env bash
# Start Winnow: install what is missing, then Redis, database, API and workers as one. Ctrl-C stops them all.
# ./start.sh --help lists the options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$root/scripts/install"
export PYTHONPATH=$root
unset PYTHONDONTWRITEBYTECODE # without compiled modules every start, and every worker's, takes twice as long
exec "$root/.venv/bin/python" -P -m backend.supervise "$@"
