"""Errors of the Bot API, with their JSON form."""

from emulator.json_types import Json


class ApiError(Exception):
    """An error of the Bot API. `code` is the HTTP status too; `parameters` are Telegram's ResponseParameters."""

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
    """400: the request is invalid."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """403: the bot may not do this in the chat."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """409: two consumers ask for the updates."""
    return ApiError(409, f"Conflict: {why}")
