import math
import sys


ETUDE_FUNCTION


ETUDE_MAIN
