// all.cpp - the families of builtins in order. Order is visible here and nothing registers itself behind the scenes.
#include "builtins/all.h"

#include "builtins/algebra/register.h"
#include "builtins/arithmetic/register.h"
#include "builtins/associations/register.h"
#include "builtins/calculus/register.h"
#include "builtins/control/register.h"
#include "builtins/dates/register.h"
#include "builtins/figures/register.h"
#include "builtins/files/register.h"
#include "builtins/formatting/register.h"
#include "builtins/functional/register.h"
#include "builtins/images/register.h"
#include "builtins/graphics/register.h"
#include "builtins/graphs/register.h"
#include "builtins/learning/register.h"
#include "builtins/library.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/register.h"
#include "builtins/nets/register.h"
#include "builtins/number_theory/register.h"
#include "builtins/optimization/register.h"
#include "builtins/patterns/register.h"
#include "builtins/processes/register.h"
#include "builtins/quantities/register.h"
#include "builtins/random/register.h"
#include "builtins/signals/register.h"
#include "builtins/simplification/register.h"
#include "builtins/solving/register.h"
#include "builtins/statistics/register.h"
#include "builtins/strings/register.h"
#include "builtins/system/register.h"

namespace lykos::builtins {

void register_all() {
  Registry& r = registry();
  register_library(r);
  register_control(r);
  register_functional(r);
  register_patterns(r);
  register_lists(r);
  register_associations(r);
  register_linear_algebra(r);
  register_figures(r);
  register_arithmetic(r);
  register_number_theory(r);
  register_random(r);
  register_statistics(r);
  register_algebra(r);
  register_calculus(r);
  register_simplification(r);
  register_solving(r);
  register_optimization(r);
  register_strings(r);
  register_files(r);
  register_dates(r);
  register_quantities(r);
  register_graphs(r);
  register_colors(r);
  register_curve_plots(r);
  register_charts(r);
  register_contours(r);
  register_delaunay(r);
  register_field_plots(r);
  register_system(r);
  register_formatting(r);
  register_images(r);
  register_nets(r);
  register_learning(r);
  register_stochastic_processes(r);
  register_signals(r);
  register_inert_symbols(r);
}

}  // namespace lykos::builtins
