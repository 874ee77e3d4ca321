#pragma once
// The laws, one file each in law/; a new one is such a file and its name here.

#include "etude/forecast/law.h"

namespace etude::forecast {

extern const Law pplq, mplq, mpl, mpl_repository, mtl, fsl, lldl, opl, sgd, joint;

}  // namespace etude::forecast
