"""How an inspection says no."""


class ContentRefused(Exception):
    """The content is not taken. `code` is stable snake_case, `facts` help to send something better."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
