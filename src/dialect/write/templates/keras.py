import sys

import keras


def make_schedule():
    return ETUDE_SCHEDULE


ETUDE_MAIN
