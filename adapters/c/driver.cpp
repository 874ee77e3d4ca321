// What drives an optimizer, and how a run goes on under another plan: both by the one rule of the room driver.

#include "etude/driver/driver.h"

#include <cmath>

#include "base/words.h"
#include "etude/dialect/controllers.h"
#include "plan.h"

struct etude_driver {
  etude::driver::Driver driver;
};

namespace etude::c {
namespace {

using driver::Driven;
using driver::Driver;
using driver::Loading;

Result<Loading> loading_of(const etude_resuming& how) {
  if (!how.policy) return Loading{.continuous = how.continuous != 0};
  const auto policy = value_of_word<ResumePolicy>("policy", how.policy);
  if (!policy) return pass_on(policy.error());
  return Loading{.policy = *policy, .continuous = how.continuous != 0};
}

/// What a state makes of a driver, with the notes on it.
Result<std::vector<Note>> loaded(Driver& into, const Json& state, const etude_resuming& how) {
  const auto loading = loading_of(how);
  if (!loading) return pass_on(loading.error());
  return into.load(state, *loading);
}

Failed wrong_group(const etude_driver& driver, std::size_t group) {
  return wrong_index("group", group, driver.driver.groups(), "groups");
}

}  // namespace
}  // namespace etude::c

using namespace etude;
using namespace etude::c;

etude_status etude_resume(const etude_plan* before, const etude_plan* after, int64_t done, const etude_resuming* how,
                          etude_plan** resumed, etude_notes** notes) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"before", before}, {"after", after}, {"resumed", resumed}})) return misused;
    etude_resuming given;
    if (Failed misused = copy_in("how", how, given)) return misused;
    Driver old(before->spec), now(after->spec);
    if (const auto good = old.advance_to(done); !good) return refused(good.error());
    auto found = loaded(now, old.state(), given);
    if (!found) return refused(found.error());
    Gift<etude_plan> plan(plan_of(now.spec(), after->horizon));
    if (notes) gift_of(*std::move(found)).to(notes);
    plan.to(resumed);
    return {};
  });
}

etude_status etude_driver_new(const etude_plan* plan, const char* controller, etude_driver** driver) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"plan", plan}, {"driver", driver}})) return misused;
    std::optional<Controller> with;
    if (controller) {
      const auto read = dialect::read_controller(controller);
      if (!read) return refused(read.error());
      with = read->controller;
    }
    Gift(std::make_unique<etude_driver>(etude_driver{Driver(plan->spec, with)})).to(driver);
    return {};
  });
}

etude_status etude_driver_free(etude_driver* driver) noexcept { return freed(__func__, "driver", driver); }

etude_status etude_driver_step(const etude_driver* driver, int64_t* step) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"step", step}})) return misused;
    *step = driver->driver.step();
    return {};
  });
}

etude_status etude_driver_scale(const etude_driver* driver, double* scale) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"scale", scale}})) return misused;
    *scale = driver->driver.scale();
    return {};
  });
}

etude_status etude_driver_groups(const etude_driver* driver, size_t* count) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"count", count}})) return misused;
    *count = driver->driver.groups();
    return {};
  });
}

etude_status etude_driver_group(const etude_driver* driver, const char* name, size_t* group) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"name", name}, {"group", group}})) return misused;
    const auto found = driver->driver.group(name);
    if (!found) return refused(found.error());
    *group = *found;
    return {};
  });
}

etude_status etude_driver_numbers(const etude_driver* driver, size_t group, size_t* count) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"count", count}})) return misused;
    if (Failed misused = wrong_group(*driver, group)) return misused;
    *count = driver->driver.driven(group).size();
    return {};
  });
}

etude_status etude_driver_number(const etude_driver* driver, size_t group, size_t index, const char** name) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"name", name}})) return misused;
    if (Failed misused = wrong_group(*driver, group)) return misused;
    const auto driven = driver->driver.driven(group);
    if (Failed misused = wrong_index("index", index, driven.size(), "numbers")) return misused;
    *name = name_of(driven[index].which).data();
    return {};
  });
}

etude_status etude_driver_values(const etude_driver* driver, size_t group, size_t count, double* values) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"values", values}})) return misused;
    if (Failed misused = wrong_group(*driver, group)) return misused;
    const auto driven = driver->driver.driven(group);
    if (count != driven.size())
      return misuse("count is " + std::to_string(count) + "; the group has " + std::to_string(driven.size()) +
                    " numbers");
    bool are_finite = true;
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = driver->driver.value(driven[i]);
      are_finite = are_finite && std::isfinite(values[i]);
    }
    if (const auto good = are_finite ? Result<void>() : driver->driver.check(); !good) return refused(good.error());
    return {};
  });
}

etude_status etude_driver_advance(etude_driver* driver, int64_t updates) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}})) return misused;
    const auto good = driver->driver.advance(updates);
    return good ? Failed() : refused(good.error());
  });
}

etude_status etude_driver_advance_to(etude_driver* driver, int64_t updates_done) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}})) return misused;
    const auto good = driver->driver.advance_to(updates_done);
    return good ? Failed() : refused(good.error());
  });
}

etude_status etude_driver_report(etude_driver* driver, double metric) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}})) return misused;
    const auto good = driver->driver.report(metric);
    return good ? Failed() : refused(good.error());
  });
}

etude_status etude_driver_state(const etude_driver* driver, char** json) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"json", json}})) return misused;
    return give(write_json(driver->driver.state(), 0), json);
  });
}

etude_status etude_driver_load(etude_driver* driver, const char* json, const etude_resuming* how,
                               etude_notes** notes) noexcept {
  return guarded(__func__, [&]() -> Failed {
    if (Failed misused = wrong({{"driver", driver}, {"json", json}})) return misused;
    etude_resuming given;
    if (Failed misused = copy_in("how", how, given)) return misused;
    const auto state = read_json(json);
    if (!state) return refused(state.error());
    Driver next = driver->driver;
    auto found = loaded(next, *state, given);
    if (!found) return refused(found.error());
    if (notes) gift_of(*std::move(found)).to(notes);
    driver->driver = std::move(next);
    return {};
  });
}
