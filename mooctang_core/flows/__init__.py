"""What people do: each flow changes the model, then tells the plugins. No flow takes a request or reads a clock."""


def executors():
    """What the committer can do, by kind of command."""
    from .deeds import carry_out
    from .introducing import introduce
    from .joining import join
    from .submitting import submit

    return {"submit": submit, "join": join, "introduce": introduce, "deed": carry_out}
