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
    alerts()
    gaps()
    chosen_delays()
    ticks()
    processes()


def downgrade() -> None:
    for name in ('slot', 'share', 'lease'):
        op.drop_table(name)
    with op.batch_alter_table('request') as batch_op:
        batch_op.drop_column('delay_chosen')
    op.drop_table('tick')
    alerting = sa.text('alert_at IS NOT NULL')
    with op.batch_alter_table('request') as batch_op:
        batch_op.drop_index('ix_request_alert', sqlite_where=alerting, postgresql_where=alerting)
        batch_op.drop_column('alert')
        batch_op.drop_column('alert_at')
    op.drop_table('gap')
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
    # what is open already: the first tick begins its clocks
    op.execute("UPDATE request SET next_action_at = updated_at WHERE state IN ('to_qualify', 'sent', 'taken', 'on_hold', 'dated', 'done')")
    with op.batch_alter_table('notice') as batch_op:
        batch_op.add_column(sa.Column('morning', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('occurrence',
        sa.Column('schedule', TEXT, nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('slot', TEXT, nullable=False),
        sa.Column('at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('schedule', 'on', 'slot'))


def chosen_delays() -> None:
    with op.batch_alter_table('request') as batch_op:
        batch_op.add_column(sa.Column('delay_chosen', sa.Boolean(), nullable=False, server_default=sa.false()))


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


def alerts() -> None:
    where = sa.text('alert_at IS NOT NULL')
    with op.batch_alter_table('request') as batch_op:
        batch_op.add_column(sa.Column('alert', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('alert_at', MOMENT, nullable=True))
        batch_op.create_index('ix_request_alert', ['alert_at'], sqlite_where=where, postgresql_where=where)


def gaps() -> None:
    op.create_table('gap',
        sa.Column('id', BIG, autoincrement=False, nullable=False),
        sa.Column('cause', TEXT, nullable=False),
        sa.Column('platform', TEXT, nullable=True),
        sa.Column('starts_at', MOMENT, nullable=False),
        sa.Column('ends_at', MOMENT, nullable=True),
        sa.Column('passed_over', sa.JSON(), nullable=True),
        sa.Column('told_at', MOMENT, nullable=True),
        sa.PrimaryKeyConstraint('id'))


def ticks() -> None:
    op.create_table('tick',
        sa.Column('name', TEXT, nullable=False),
        sa.Column('every_s', sa.Float(), nullable=False),
        sa.Column('last_at', MOMENT, nullable=False),
        sa.Column('last_ok_at', MOMENT, nullable=True),
        sa.Column('took_ms', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('name'))


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
