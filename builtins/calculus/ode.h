// ode.h - initial value problems y' = f(t, y) in machine numbers, apart from expressions.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lykos::builtins {

using State = std::vector<double>;
/// dy = f(t, y); false when it gives no numbers.
using RightSide = std::function<bool(double t, const State& y, State& dy)>;

struct OdeGoal {
  double relative = 1e-8;
  double absolute = 1e-8;
  double max_step = 0;       ///< 0: a tenth of the range
  double first_step = 0;     ///< 0: chosen
  long max_steps = 10000;
  bool stiff = false;        ///< start with the implicit method
};

/// What happens where g changes sign.
struct OdeEvent {
  std::function<double(double t, const State& y)> g;
  int direction = 0;         ///< +1 rising, -1 falling, 0 both
  /// Changes the state; true stops the integration.
  std::function<bool(double t, State& y)> action;
};

struct OdeSolution {
  std::vector<double> t;
  std::vector<State> y, dy;
  enum class Status { Done, TooManySteps, StepTooSmall, NotNumeric, Stopped } status = Status::Done;
};

OdeSolution solve_ode(const RightSide& f, double t0, double t1, const State& y0, const OdeGoal& goal, const std::vector<OdeEvent>& events);

}  // namespace lykos::builtins
