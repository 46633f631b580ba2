"""What can go wrong with a model: each says what happened and what to do, and how often trying again makes sense."""

from __future__ import annotations

from backend.errors import WinnowError


class Misconfigured(WinnowError):
    """The settings of the models can not be used."""

    code, status, title = "models-misconfigured", 500, "The settings of the models are wrong"


class NoModel(WinnowError):
    """No model is configured for what is asked; callers check `Models.available` first."""

    code, status, title = "no-model", 409, "There is no model"


class ModelFailed(WinnowError):
    """A call to a model failed. `tries` is how often one call is made at most when it ends like this."""

    code, status, title = "model-failed", 502, "The model did not answer"
    tries = 1


class BadKey(ModelFailed):
    code, title = "model-bad-key", "The model does not accept the key"


class UnknownModel(ModelFailed):
    code, title = "model-unknown", "The model is not known"


class NoCredit(ModelFailed):
    code, title = "model-no-credit", "The model's account has no credit"


class Rejected(ModelFailed):
    """The server understood the request and does not want it; `said` is its message, without the key."""

    code, title = "model-rejected", "The model rejected the request"

    def __init__(self, detail: str, said: str = "") -> None:
        super().__init__(detail)
        self.said = said


class TooLong(ModelFailed):
    code, title = "model-too-long", "The request is too long for the model"


class Refused(ModelFailed):
    """The model, or a filter before it, will not answer this."""

    code, title = "model-refused", "The model refused"


class Unusable(ModelFailed):
    """The model replied, but not with what was asked for; `text` is what it said."""

    def __init__(self, detail: str, text: str = "") -> None:
        super().__init__(detail)
        self.text = text


class CutOff(Unusable):
    """The reply reached its limit of tokens."""

    code, title = "model-cut-off", "The reply was cut off"


class Invalid(Unusable):
    """The reply does not follow the schema, also after it was asked for again."""

    code, title = "model-invalid", "The reply has the wrong form"


class Nonsense(ModelFailed):
    """The server answered with something that is no reply."""

    code, retryable, title, tries = "model-nonsense", True, "The reply makes no sense", 2


class Unreachable(ModelFailed):
    code, status, retryable, title, tries = "model-unreachable", 503, True, "The model can not be reached", 3


class Broken(ModelFailed):
    """The server failed by itself (5xx), or the connection ended in mid-reply."""

    code, retryable, title, tries = "model-broken", True, "The model's server failed", 4


class TimedOut(ModelFailed):
    code, status, retryable, title, tries = "model-timed-out", 504, True, "The model took too long", 2


class Overloaded(ModelFailed):
    """Too many requests. `retry_after` is how many seconds the server wants to be left alone, if it said so."""

    code, status, retryable, title, tries = "model-overloaded", 503, True, "The model is busy", 8

    def __init__(self, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
