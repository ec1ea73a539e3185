"""The moment from which a release was public does not move once it has passed: both databases hold on to it, whatever writes.

What is invented may move: it makes way for what was published. The triggers are put in place with those of `held_periods`.
"""

_SENTENCE = "the moment from which a release was public has passed and does not move"
SQLITE = {
    "indexdata_passed_moment": "BEFORE UPDATE OF public_at ON indexdata_release "
    "WHEN NOT OLD.demonstration AND NEW.public_at IS NOT OLD.public_at "
    "AND OLD.public_at <= strftime('%Y-%m-%d %H:%M:%f', 'now') "
    f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END",
}
FUNCTIONS = {
    "indexdata_hold_passed_moment": f"""
        RAISE EXCEPTION '{_SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';""",
}
POSTGRESQL = {
    "indexdata_passed_moment": (
        "indexdata_release",
        "BEFORE UPDATE OF public_at ON indexdata_release FOR EACH ROW WHEN (NOT OLD.demonstration "
        "AND NEW.public_at IS DISTINCT FROM OLD.public_at AND OLD.public_at <= clock_timestamp())",
        "indexdata_hold_passed_moment",
    ),
}
