"""${message}"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import backend.store.db

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
