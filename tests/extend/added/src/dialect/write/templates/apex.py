import sys

import apex


def make_schedule():
    return ETUDE_SCHEDULE


ETUDE_MAIN
