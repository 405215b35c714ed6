// processes.cpp - random processes: their slices, simulation, correlation functions, estimates and forecasts: the rows. The work is in
// processes.wl, simulate.wl and estimate.wl; the loop of Kalman's filter for one series is here.
#include <cmath>

#include "builtins/learning/kernels.h"
#include "builtins/library.h"
#include "builtins/processes/register.h"
#include "evaluator/interrupt.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kProcesses = "processes/processes", kSimulate = "processes/simulate", kEstimate = "processes/estimate";

MaybeExpr builtin_of_processes(Call& call) { return call_library(call, kProcesses); }
MaybeExpr builtin_of_simulate(Call& call) {
  enable_up_functions();
  return call_library(call, kSimulate);
}
MaybeExpr builtin_of_estimate(Call& call) {
  enable_up_functions();
  return call_library(call, kEstimate);
}
// process[t], process[{t1, t2, ...}]: the distribution at these times
MaybeExpr apply_process(Call& call) {
  if (call.size() != 1) return std::nullopt;
  return call_library_of_object(call, kProcesses, "applyProcess");
}
MaybeExpr apply_TimeSeriesModel(Call& call) { return call_library_of_object(call, kEstimate, "applyModel"); }

// ArmaInnovations[transition, noise, covariance, values]: {sum of e^2/f, sum of Log[f]} of the innovations e with variances f of the state
// space model whose first state is observed. A covariance that has come to rest stays.
MaybeExpr builtin_ArmaInnovations(Call& call) {
  const auto t = learning::read_table(call.arg(0)), start = learning::read_table(call.arg(2));
  const auto h = learning::read_reals(call.arg(1)), values = learning::read_reals(call.arg(3));
  if (!t || !start || !h || !values) return std::nullopt;
  const std::size_t n = h->size();
  if (t->rows != n || t->columns != n || start->rows != n || start->columns != n || n == 0) return std::nullopt;
  learning::Table p = *start, reduced = p, half = p;
  std::vector<double> state(n, 0.0), gain(n), corrected(n);
  double squares = 0, logs = 0;
  bool steady = false;
  for (std::size_t k = 0; k < values->size(); ++k) {
    if (k % 256 == 0) check_interrupt();
    const double f = p.at(0, 0), e = (*values)[k] - state[0];
    if (!(f > 0)) return make_list({Expr::real(HUGE_VAL), Expr::real(HUGE_VAL)});
    squares += e * e / f;
    logs += std::log(f);
    for (std::size_t i = 0; i < n; ++i) {
      gain[i] = p.at(i, 0) / f;
      corrected[i] = state[i] + gain[i] * e;
    }
    for (std::size_t i = 0; i < n; ++i) {
      state[i] = 0;
      for (std::size_t j = 0; j < n; ++j) state[i] += t->at(i, j) * corrected[j];
    }
    if (steady) continue;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) reduced.row(i)[j] = p.at(i, j) - gain[i] * p.at(0, j);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        half.row(i)[j] = 0;
        for (std::size_t m = 0; m < n; ++m) half.row(i)[j] += t->at(i, m) * reduced.at(m, j);
      }
    double change = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        double v = (*h)[i] * (*h)[j];
        for (std::size_t m = 0; m < n; ++m) v += half.at(i, m) * t->at(j, m);
        change = std::max(change, std::abs(v - p.at(i, j)));
        p.row(i)[j] = v;
      }
    steady = change < 1e-15 * p.at(0, 0);
  }
  return make_list({Expr::real(squares), Expr::real(logs)});
}

constexpr MessageTexts kMessages = {
    {"bdproc", "`1` is not a random process whose paths can be drawn."},
    {"bdtime", "`1` is not a specification of times for this process; processes in continuous time need {tmin, tmax, dt}."},
    {"bdnum", "The number of paths `1` is not a positive integer."},
    {"bdpath", "`1` is not a list of values, a list of pairs {time, value} or a time series that this process can have."},
    {"nest", "The parameters of `1` cannot be found from these data."},
    {"bdfam", "The family of models `1` is not Automatic, one of `2`, or one with its orders, as {\"AR\", 2}."},
    {"bdmod", "`1` is not a process with numeric parameters from which forecasts are made."},
    {"bdstep", "`1` is not a number of steps or a range of them."},
    {"notprop", "`1` is not a property of `2`."},
};

#define LYKOS_PROCESS(wl_name, text) {.name = #wl_name, .attributes = kProtected, .usage = text, .sub_fn = apply_process}
#define LYKOS_OF(wl_name, fn_, low, high, options_, text) {.name = #wl_name, .fn = fn_, .arity = between(low, high), .usage = text, .options = options_, .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_PROCESS(ARCHProcess, "ARCHProcess[k, {a1, ..., aq}] is an autoregressive conditionally heteroscedastic process."),
    LYKOS_PROCESS(ARIMAProcess, "ARIMAProcess[{a1, ...}, d, {b1, ...}, v] is a process whose d-th differences are an ARMA process."),
    LYKOS_PROCESS(ARMAProcess, "ARMAProcess[{a1, ..., ap}, {b1, ..., bq}, v] is an autoregressive moving-average process with normal noise of variance v.\nARMAProcess[c, {a1, ...}, {b1, ...}, v] adds a constant."),
    LYKOS_PROCESS(ARProcess, "ARProcess[{a1, ..., ap}, v] is an autoregressive process with normal noise of variance v."),
    LYKOS_PROCESS(BernoulliProcess, "BernoulliProcess[p] is a process of independent values 1 with probability p and 0 otherwise."),
    LYKOS_PROCESS(BinomialProcess, "BinomialProcess[p] counts the successes of a Bernoulli process."),
    LYKOS_PROCESS(BrownianBridgeProcess, "BrownianBridgeProcess[s, {t1, a}, {t2, b}] is Brownian motion from a at t1 to b at t2."),
    LYKOS_PROCESS(CompoundPoissonProcess, "CompoundPoissonProcess[r, dist] adds a value of dist at each event of a Poisson process of rate r."),
    LYKOS_PROCESS(CompoundRenewalProcess, "CompoundRenewalProcess[rdist, dist] adds a value of dist at each renewal."),
    LYKOS_PROCESS(ContinuousMarkovProcess, "ContinuousMarkovProcess[i0, q] is a Markov process in continuous time with transition rates q that starts in the state i0.\nContinuousMarkovProcess[i0, m, r] has transition probabilities m and rates r of leaving."),
    LYKOS_PROCESS(CoxIngersollRossProcess, "CoxIngersollRossProcess[m, s, r, x0] is the process of Cox, Ingersoll and Ross."),
    LYKOS_PROCESS(DiscreteMarkovProcess, "DiscreteMarkovProcess[i0, m] is a Markov chain with transition matrix m that starts in the state i0.\nDiscreteMarkovProcess[p0, m] starts with probabilities p0."),
    LYKOS_PROCESS(FractionalBrownianMotionProcess, "FractionalBrownianMotionProcess[m, s, h] is fractional Brownian motion with Hurst index h."),
    LYKOS_PROCESS(FractionalGaussianNoiseProcess, "FractionalGaussianNoiseProcess[m, s, h] is the noise of fractional Brownian motion."),
    LYKOS_PROCESS(GARCHProcess, "GARCHProcess[k, {a1, ...}, {b1, ...}] is a generalized autoregressive conditionally heteroscedastic process."),
    LYKOS_PROCESS(GeometricBrownianMotionProcess, "GeometricBrownianMotionProcess[m, s, x0] is geometric Brownian motion with drift m and volatility s from x0."),
    LYKOS_PROCESS(InhomogeneousPoissonProcess, "InhomogeneousPoissonProcess[r, t] is a Poisson process with the rate r depending on t."),
    {.name = "ItoProcess", .fn = builtin_of_simulate, .attributes = kProtected, .usage = "ItoProcess[{a, b, c}, {x, x0}, {t, t0}] is the process c of the solution of dx = a dt + b dw.\nItoProcess[sdes, c, x, t, Distributed[w, dproc]] takes equations of differentials.\nItoProcess[proc] gives a process in this form.", .messages = kMessages, .sub_fn = apply_process},
    LYKOS_PROCESS(MAProcess, "MAProcess[{b1, ..., bq}, v] is a moving-average process with normal noise of variance v."),
    LYKOS_PROCESS(OrnsteinUhlenbeckProcess, "OrnsteinUhlenbeckProcess[m, s, r] is the stationary Ornstein-Uhlenbeck process with mean m, volatility s and rate r.\nOrnsteinUhlenbeckProcess[m, s, r, x0] starts at x0."),
    LYKOS_PROCESS(PoissonProcess, "PoissonProcess[r] counts events that come with rate r."),
    LYKOS_PROCESS(QueueingProcess, "QueueingProcess[l, m] is a queue with arrival rate l and service rate m.\nQueueingProcess[l, m, c, k] has c servers and room for k."),
    LYKOS_PROCESS(RandomWalkProcess, "RandomWalkProcess[p] goes up by 1 with probability p and down by 1 otherwise.\nRandomWalkProcess[p, q] goes down with probability q."),
    LYKOS_PROCESS(RenewalProcess, "RenewalProcess[dist] counts events with times dist between them."),
    LYKOS_PROCESS(SARIMAProcess, "SARIMAProcess[{a1, ...}, d, {b1, ...}, {s, {c1, ...}, e, {d1, ...}}, v] is a seasonal ARIMA process with season s."),
    LYKOS_PROCESS(SARMAProcess, "SARMAProcess[{a1, ...}, {b1, ...}, {s, {c1, ...}, {d1, ...}}, v] is a seasonal ARMA process with season s."),
    {.name = "StratonovichProcess", .fn = builtin_of_simulate, .attributes = kProtected, .usage = "StratonovichProcess[{a, b, c}, {x, x0}, {t, t0}] is the process c of the solution in the sense of Stratonovich.", .messages = kMessages, .sub_fn = apply_process},
    LYKOS_PROCESS(TelegraphProcess, "TelegraphProcess[r] changes its sign at the events of a Poisson process of rate r."),
    LYKOS_PROCESS(WhiteNoiseProcess, "WhiteNoiseProcess[s] is normal white noise with standard deviation s.\nWhiteNoiseProcess[dist] has independent values of dist."),
    LYKOS_PROCESS(WienerProcess, "WienerProcess[m, s] is Brownian motion with drift m and volatility s.\nWienerProcess[] has drift 0 and volatility 1."),
    LYKOS_OF(SliceDistribution, builtin_of_processes, 2, 2, "", "SliceDistribution[proc, t] is the distribution of the process at the time t."),
    LYKOS_OF(StationaryDistribution, builtin_of_processes, 1, 1, "", "StationaryDistribution[proc] is the distribution of the process after a long time."),
    LYKOS_OF(WeakStationarity, builtin_of_processes, 1, 1, "", "WeakStationarity[proc] gives conditions for the process to be weakly stationary."),
    LYKOS_OF(MarkovProcessProperties, builtin_of_processes, 1, 2, "", "MarkovProcessProperties[proc, prop] gives a property of a Markov process."),
    LYKOS_OF(QueueProperties, builtin_of_processes, 1, 2, "", "QueueProperties[proc, prop] gives a property of a queue."),
    LYKOS_OF(RandomFunction, builtin_of_simulate, 2, 3, "{Method -> Automatic, ProcessEstimator -> Automatic, WorkingPrecision -> MachinePrecision}", "RandomFunction[proc, {tmin, tmax}] draws a path of the process.\nRandomFunction[proc, {tmin, tmax, dt}, n] draws n paths at steps dt."),
    LYKOS_OF(AbsoluteCorrelationFunction, builtin_of_estimate, 2, 3, "", "AbsoluteCorrelationFunction[data, h] estimates the expectation of x[t] x[t + h].\nAbsoluteCorrelationFunction[proc, s, t] gives that of a process."),
    LYKOS_OF(CorrelationFunction, builtin_of_estimate, 2, 3, "", "CorrelationFunction[data, h] estimates the correlation at lag h; h may be {hmax} or {hmin, hmax}.\nCorrelationFunction[proc, s, t] gives that of a process."),
    LYKOS_OF(CovarianceFunction, builtin_of_estimate, 2, 3, "", "CovarianceFunction[data, h] estimates the covariance at lag h; h may be {hmax} or {hmin, hmax}.\nCovarianceFunction[proc, s, t] gives that of a process."),
    LYKOS_OF(PartialCorrelationFunction, builtin_of_estimate, 2, 2, "", "PartialCorrelationFunction[data, h] estimates the partial correlation at lag h.\nPartialCorrelationFunction[proc, h] gives that of a process."),
    LYKOS_OF(PowerSpectralDensity, builtin_of_estimate, 2, 2, "{FourierParameters -> {1, 1}}", "PowerSpectralDensity[proc, w] is the Fourier transform of the covariance function.\nPowerSpectralDensity[data, w] estimates it."),
    LYKOS_OF(EstimatedProcess, builtin_of_estimate, 2, 2, "{AccuracyGoal -> Automatic, PrecisionGoal -> Automatic, ProcessEstimator -> Automatic, WorkingPrecision -> Automatic}", "EstimatedProcess[data, proc] is proc with the parameters that fit data."),
    LYKOS_OF(FindProcessParameters, builtin_of_estimate, 2, 2, "{AccuracyGoal -> Automatic, PrecisionGoal -> Automatic, ProcessEstimator -> Automatic, WorkingPrecision -> Automatic}", "FindProcessParameters[data, proc] gives rules for the parameters of proc that fit data."),
    LYKOS_OF(TimeSeriesModelFit, builtin_of_estimate, 1, 2, "{ConfidenceLevel -> 0.95, Method -> Automatic, ProcessEstimator -> Automatic, WorkingPrecision -> Automatic}", "TimeSeriesModelFit[data] fits a model to a time series.\nTimeSeriesModelFit[data, \"ARMA\"] and TimeSeriesModelFit[data, {\"ARMA\", {p, q}}] say which."),
    LYKOS_OF(TimeSeriesForecast, builtin_of_estimate, 1, 3, "{Method -> Automatic}", "TimeSeriesForecast[model, k] gives the forecast k steps ahead; k may be {kmax} or {kmin, kmax}.\nTimeSeriesForecast[proc, data, k] forecasts from a process and data."),
    {.name = "TimeSeriesModel", .usage = "TimeSeriesModel[...][prop] gives a property of a fitted model of a time series.", .messages = kMessages, .sub_fn = apply_TimeSeriesModel},
    {.name = "ProcessEstimator", .usage = "ProcessEstimator is an option for how the parameters of processes are found."},
    {.name = "System`Library`ArmaInnovations", .fn = builtin_ArmaInnovations, .arity = exactly(4), .usage = "ArmaInnovations[transition, noise, covariance, values] filters a series."},
};

}  // namespace

void register_random_processes(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
