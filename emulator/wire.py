"""What goes over the wire: JSON objects, and the refusals Telegram answers with."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal of the Bot API: the code is the HTTP status too; `parameters` are Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(why: str) -> ApiError:
    """The request itself is wrong: 400."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """The bot may not do this in that chat: 403."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """Two things want the updates at once: 409."""
    return ApiError(409, f"Conflict: {why}")
