class State(SimpleNamespace):
    """As much of composer.State as a scheduler reads."""

    dataloader_len = None
    max_duration = Time.from_timestring(ETUDE_DURATION)


OPTIMIZER = SimpleNamespace(param_groups=[{"lr": LR}])


ETUDE_MAIN
