"""A rule for one text of a command, declared with its field: `name: Annotated[str, PublicText(200)]`.

Standard library only, so that domain/ may declare it; the validator of request bodies finds it by its methods.
"""

from collections.abc import Callable
from typing import Any, ClassVar


class TextFault(ValueError):
    """A text breaks its rule. `code` is stable, `detail` says what to do, `place` where in a list."""

    def __init__(self, code: str, detail: str, place: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.place = place


class Rule:
    """Base of the rules. A subclass says what `checked` makes of a value."""

    covers_all: ClassVar[bool] = False
    """Whether it checks every text inside the value too."""

    def checked(self, value: Any) -> Any:  # noqa: ANN401
        """The value as it is kept. TextFault: it breaks the rule."""
        raise NotImplementedError

    def schema(self) -> dict[str, object]:
        """What a JSON Schema can say of the rule."""
        return {}

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, object]:  # noqa: ANN401
        function = {"type": "no-info", "function": self.checked}
        return {"type": "function-after", "function": function, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], Any]) -> dict[str, object]:  # noqa: ANN401
        return {**handler(core), **self.schema()}
