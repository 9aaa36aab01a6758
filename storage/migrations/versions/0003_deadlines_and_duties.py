"""Deadlines and duties"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import storage.columns

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = storage.columns.Moment(timezone=True)
TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    deadlines()
    on_call()
    processes()


def downgrade() -> None:
    for name in ('slot', 'share', 'lease'):
        op.drop_table(name)
    op.drop_table('on_call')
    op.drop_table('occurrence')
    with op.batch_alter_table('notice') as batch_op:
        batch_op.drop_column('morning')
    where = sa.text('next_action_at IS NOT NULL')
    with op.batch_alter_table('request') as batch_op:
        batch_op.drop_index('ix_request_next_action', sqlite_where=where, postgresql_where=where)
        for name in DEADLINES:
            batch_op.drop_column(name)


DEADLINES = {
    'scoring': sa.JSON(), 'clocks_from': MOMENT, 'halved': None, 'pauses': sa.JSON(), 'held_at': MOMENT, 'taking_due_at': MOMENT,
    'answer_due_at': MOMENT, 'resolution_due_at': MOMENT, 'ladder': sa.JSON(), 'rungs_done': None, 'minded_at': MOMENT,
    'next_action_at': MOMENT,
}


def deadlines() -> None:
    where = sa.text('next_action_at IS NOT NULL')
    with op.batch_alter_table('request') as batch_op:
        for name, kind in DEADLINES.items():
            if kind is not None:
                batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.add_column(sa.Column('halved', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('rungs_done', BIG, nullable=False, server_default='0'))
        batch_op.create_index('ix_request_next_action', ['next_action_at'], sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table('notice') as batch_op:
        batch_op.add_column(sa.Column('morning', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('occurrence',
        sa.Column('schedule', TEXT, nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('slot', TEXT, nullable=False),
        sa.Column('at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('schedule', 'on', 'slot'))


def on_call() -> None:
    op.create_table('on_call',
        sa.Column('id', BIG, autoincrement=False, nullable=False),
        sa.Column('person_id', BIG, nullable=False),
        sa.Column('starts_at', MOMENT, nullable=False),
        sa.Column('ends_at', MOMENT, nullable=False),
        sa.Column('mairies', sa.JSON(), nullable=True),
        sa.Column('directions', sa.JSON(), nullable=True),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.Column('declared_by', BIG, nullable=True),
        sa.Column('declared_at', MOMENT, nullable=False),
        sa.Column('ended_at', MOMENT, nullable=True),
        sa.PrimaryKeyConstraint('id'))
    op.create_index('ix_on_call_ends', 'on_call', ['ends_at'])


def processes() -> None:
    """What several processes know of each other. Shares and slots are worth some seconds: a crash of the server may empty them."""
    op.create_table('lease',
        sa.Column('duty', TEXT, nullable=False),
        sa.Column('owner', TEXT, nullable=False),
        sa.Column('term', BIG, nullable=False),
        sa.Column('expires_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('duty'))
    op.create_table('share',
        sa.Column('platform', TEXT, nullable=False),
        sa.Column('worker', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('place', TEXT, nullable=False),
        sa.Column('pid', sa.Integer(), nullable=False),
        sa.Column('parts', sa.Integer(), nullable=False),
        sa.Column('busy', sa.Boolean(), nullable=False),
        sa.Column('expires_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('platform', 'worker'))
    op.create_table('slot',
        sa.Column('chat', TEXT, nullable=False),
        sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('free_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('chat', 'place'))
    if op.get_bind().dialect.name == 'postgresql':
        for name in ('share', 'slot'):
            op.execute(f'ALTER TABLE {name} SET UNLOGGED')
