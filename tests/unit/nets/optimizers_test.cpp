// Training methods against tests/fixtures/optimizers.json: ten steps of each formula, computed by NumPy (make_optimizers.py).
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "nets/train.h"
#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;
using nlohmann::json;

namespace {

Value suboption(const json& j) {
  if (j.is_null()) return None{};
  if (j.is_string()) return j.get<std::string>();
  return j.get<double>();
}

// The weights after each batch, with the data in order.
std::vector<std::vector<double>> steps(const Value& method, const std::vector<double>& start, const json& targets, Precision precision) {
  const auto count = static_cast<std::int64_t>(targets.size());
  std::vector<double> flat;
  for (const json& t : targets) flat.insert(flat.end(), t.begin(), t.end());
  const Net net = make_layer("NetArrayLayer", {}, {{"Array", Array::from(start.data(), {4})}});
  TrainOptions o;
  o.precision = precision;
  o.optimizer = parse_optimizer(method);
  o.loss = {{.port = "", .layer = make_layer("MeanSquaredLossLayer"), .scale = 1}};
  o.batch_size = 1;
  o.max_rounds = 1;
  o.shuffle = false;
  std::vector<std::vector<double>> path;
  o.progress = [&](const TrainingProgress& e) {
    if (e.event == TrainingProgress::Event::BatchComplete) path.push_back(numbers(e.weights().at(0).second));
    return ProgressReply::Continue;
  };
  Trainer trainer(net, o);
  const auto source = array_data_source({Array::from(flat.data(), {count, 4})});
  trainer.run(*source);
  return path;
}

}  // namespace

TEST_CASE("the first ten steps of every method are those of its formula") {
  std::ifstream file(std::filesystem::path(LYKOS_FIXTURES) / "optimizers.json");
  REQUIRE(file);
  const json fixture = json::parse(file);
  const auto start = fixture.at("start").get<std::vector<double>>();
  for (const json& c : fixture.at("cases")) {
    ValueList method{Value(c.at("method").get<std::string>())};
    for (const auto& [name, value] : c.at("suboptions").items()) method.emplace_back(RulePair{Value(name), suboption(value)});
    CAPTURE(c.at("method").get<std::string>(), c.at("suboptions").dump());
    for (const Precision precision : {Precision::Real64, Precision::Real32}) {
      const auto path = steps(Value(method), start, fixture.at("targets"), precision);
      REQUIRE(path.size() == 10);
      // Ten steps of float arithmetic on numbers of size 1; ADAM's rounded 1 - beta2 = 0.001 alone costs five digits of its first steps.
      const double tolerance = precision == Precision::Real64 ? 1e-12 : 1e-5;
      for (std::size_t t = 0; t < 10; ++t) {
        for (std::size_t i = 0; i < 4; ++i) CHECK(std::fabs(path[t][i] - c.at("path")[t][i].get<double>()) <= tolerance);
      }
    }
  }
}
