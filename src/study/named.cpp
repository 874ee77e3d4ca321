#include "study/named.h"

#include "study/post.h"

namespace etude::study {

const std::vector<NamedStudy>& named_studies() {
  static const std::vector<NamedStudy> all{post()};
  return all;
}

}  // namespace etude::study
