"""The base of every record that flows: frozen, validated, unknown fields refused."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value; a wrong or unknown field is an error where the record is made, not where it is used."""

    model_config = ConfigDict(frozen=True, extra="forbid")
