(* integers.wl - equations and inequalities over the integers: bounded ranges by search, linear equations by the Hermite form, products of
   linear forms through divisors, Pell's equation, congruences.

   integerReduce gives a condition. A method that does not reach throws $failed to the tag "reduce". *)

LoadUnit["solving/solve"];
alternatives = System`Library`solving`solve`alternatives;
$failed = System`Library`solving`reduce`$failed;
fail[] := Throw[$failed, "reduce"]

parameter := System`Library`solving`reduce`parameter
inequalityQ[e_] := MatchQ[e, _Less | _LessEqual | _Greater | _GreaterEqual]
relationQ[e_] := MatchQ[e, _Equal | _Less | _LessEqual | _Greater | _GreaterEqual]
difference[r_] := r[[1]] - r[[2]]
linearQ[e_, vars_] := PolynomialQ[e, vars] && AllTrue[CoefficientRules[e, vars], Total[First[#]] <= 1 &]
mentions[e_, vars_] := ! FreeQ[e, Alternatives @@ vars]

integerReduce[cond_, vars_] := With[{parts = conjunction[#, vars] & /@ alternatives[cond]},
  If[AllTrue[parts, explicitQ], Or @@ Union @@ (Which[# === False, {}, Head[#] === Or, List @@ #, True, {#}] & /@ parts), Or @@ parts]]
explicitQ[e_] := FreeQ[e, parameter[_] | _Element | _Less | _LessEqual | _Greater | _GreaterEqual | _Inequality] && e =!= True

conjunction[conditions0_List, vars_] := Module[{conditions = cleared[positivePrimes[DeleteCases[conditions0, True], vars], vars], eqs, r},
  If[MemberQ[conditions, False], Return[False]];
  r = unitFractions[conditions0, vars];
  If[r =!= None, Return[r]];
  eqs = Cases[conditions, e_Equal :> difference[e]];
  With[{box = integerBox[conditions, vars]}, If[box =!= None, Return[search[conditions, vars, box]]]];
  If[Length[vars] === 1, Return[single[conditions, eqs, First[vars]]]];
  (* an equation whose left side is a product *)
  Do[
    With[{f = If[PolynomialQ[e, vars], Select[First /@ FactorList[e], mentions[#, vars] &], {e}]},
      If[Length[f] > 1, Return[Or @@ (conjunction[Append[DeleteCases[conditions, q_Equal /; difference[q] === e], # == 0], vars] & /@ f), Module]]],
    {e, eqs}];
  r = linearPart[conditions, eqs, vars];
  If[r =!= None, Return[r]];
  r = forms[conditions, eqs, vars];
  If[r =!= None, Return[r]];
  r = pell[conditions, eqs, vars];
  If[r =!= None, Return[r]];
  r = determined[conditions, eqs, vars];
  If[r =!= None, Return[r]];
  fail[]]

positivePrimes[conditions_, vars_] := If[FreeQ[conditions, Primes], conditions, Join[conditions, # >= 2 & /@ Select[vars, ! FreeQ[conditions, Element[#, Primes] | Element[Alternatives[___, #, ___], Primes]] &]]]
(* Equations with denominators become polynomial, the denominators are not zero. *)
cleared[conditions_, vars_] := Flatten[Replace[conditions, e_Equal :> With[{t = Together[difference[e]]},
  If[mentions[Denominator[t], vars] && PolynomialQ[Numerator[t], vars], {Numerator[t] == 0, Denominator[t] != 0}, e]], {1}]]

(* c1/x1 + c2/x2 + ... == q with positive terms: the greatest term is at least the mean *)
unitFractions[conditions_, vars_] := Module[{e, terms, q, found},
  e = Cases[conditions, Equal[a_, b_] :> Expand[a - b]];
  If[Length[e] =!= 1 || Head[First[e]] =!= Plus || Length[vars] < 2, Return[None]];
  e = First[e];
  q = Total[Cases[List @@ e, _?NumericQ]];
  terms = DeleteCases[List @@ e, _?NumericQ];
  If[q > 0, {q, terms} = -{q, terms}];
  terms = Table[FirstCase[terms, c_. Power[v, -1] /; NumericQ[c] && c > 0 :> c], {v, vars}];
  If[! FreeQ[terms, _Missing] || q === 0 || Expand[Total[terms/vars] + q - If[Expand[Total[terms/vars] + q - e] === 0, 1, -1] e] =!= 0, Return[None]];
  If[! AllTrue[vars, lowest[conditions, #, vars] >= 1 &], Return[None]];
  found = Select[Union[fractions[terms, -q]], TrueQ[And @@ conditions /. Thread[vars -> #]] &];
  Or @@ (And @@ Thread[vars == #] & /@ found)]
fractions[{c_}, q_] := If[q > 0 && IntegerQ[c/q], {{c/q}}, {}]
fractions[cs_, q_] := If[q <= 0, {}, Join @@ Flatten[Table[Insert[#, v, i] & /@ fractions[Delete[cs, i], q - cs[[i]]/v], {i, Length[cs]}, {v, Ceiling[cs[[i]]/q], Floor[Length[cs] cs[[i]]/q]}], 1]]
lowest[conditions_, v_, vars_] := With[{range = propagated[Select[conditions, relationQ[#] && Head[#] =!= Equal &], vars]}, range[v][[1]]]

(* ---- one variable *)
single[conditions_, eqs_, x_] := Module[{r, real},
  If[eqs === {} && FreeQ[conditions, Mod | Divisible | GCD], Return[interval[conditions, x]]];
  r = periodic[conditions, x];
  If[r =!= None, Return[r]];
  With[{p = Cases[eqs, a_. Prime[x] + b_. /; FreeQ[{a, b}, x] :> -b/a]},
    If[p =!= {}, With[{n = If[PrimeQ[First[p]], PrimePi[First[p]], None]}, Return[n =!= None && TrueQ[And @@ conditions /. x -> n] && x == n]]]];
  With[{p = Cases[eqs, a_. Factorial[x] + b_. /; FreeQ[{a, b}, x] :> -b/a]},
    If[p =!= {}, With[{v = Select[Range[0, 200], Factorial[#] === First[p] && TrueQ[And @@ conditions /. x -> #] &]}, Return[v =!= {} && Or @@ (x == # & /@ v)]]]];
  r = exponentials[conditions, eqs, x];
  If[r =!= None, Return[r]];
  (* The roots of an equation that is solved over the reals *)
  real = Quiet[Solve[First[Cases[conditions, _Equal]], x, Reals]];
  If[ListQ[real] && FreeQ[real, _ConditionalExpression | C[_]] && VectorQ[Last /@ Flatten[real], NumericQ],
    Return[With[{v = Select[Union[Simplify[Last /@ Flatten[real]]], IntegerQ[#] && TrueQ[And @@ conditions /. x -> #] &]}, v =!= {} && Or @@ (x == # & /@ v)]]];
  fail[]]
(* A sum of c b^x has no more zeros than its coefficients, ordered by the bases, have changes of sign. *)
exponentials[conditions_, eqs_, x_] := Module[{e, rows, changes, v},
  If[Length[eqs] =!= 1, Return[None]];
  e = Expand[First[eqs]];
  rows = SortBy[Replace[If[Head[e] === Plus, List @@ e, {e}], {c_. Power[b_?Positive, k_. x] /; NumericQ[c] && FreeQ[k, x] :> {b^k, c}, c_?NumericQ :> {1, c}, _ :> None}, {1}], N];
  If[! FreeQ[rows, None] || ! VectorQ[First /@ rows, # > 0 &] || Length[rows] < 3, Return[None]];
  changes = Count[Partition[Sign[Last /@ rows], 2, 1], {p_, q_} /; p q < 0];
  v = Select[Range[-30, 60], TrueQ[(e /. x -> #) == 0] &];
  If[Length[v] =!= changes, Return[None]];
  v = Select[v, TrueQ[And @@ conditions /. x -> #] &];
  v =!= {} && Or @@ (x == # & /@ v)]
interval[conditions_, x_] := Module[{r = System`Library`solving`reduce`realUnivariate[And @@ conditions, x], p},
  Which[r === False, False, r === True, Element[x, Integers], True,
    (* a bounded set is written out *)
    p = integersIn /@ If[Head[r] === Or, List @@ r, {r}];
    If[FreeQ[p, None] && Length[Flatten[p]] <= 1000, If[Flatten[p] === {}, False, Or @@ (x == # & /@ Union[Flatten[p]])], Element[x, Integers] && r]]]
integersIn[Equal[_, v_]] := If[IntegerQ[v], {v}, {}]
integersIn[Less[a_, _, b_]] := Range[Floor[a] + 1, Ceiling[b] - 1]
integersIn[LessEqual[a_, _, b_]] := Range[Ceiling[a], Floor[b]]
integersIn[Inequality[a_, h_, _, k_, b_]] := Range[If[h === Less, Floor[a] + 1, Ceiling[a]], If[k === Less, Ceiling[b] - 1, Floor[b]]]
integersIn[_] := None
(* Conditions on residues alone hold for whole classes; bounds then cut the classes off. *)
periodic[conditions_, x_] := Module[{residues, bounds, m, classes},
  residues = Select[conditions, ! FreeQ[#, Mod[_, _Integer] | Divisible[_, _Integer] | GCD[_Integer, _] | GCD[_, _Integer] | CoprimeQ[_Integer, _] | CoprimeQ[_, _Integer]] &];
  bounds = Complement[conditions, residues];
  If[residues === {} || mentions[residues /. {Mod[p_, _Integer] /; PolynomialQ[p, x] :> 0, Divisible[p_, _Integer] /; PolynomialQ[p, x] :> True}, {x}], Return[None]];
  m = LCM @@ Cases[residues, (Mod | Divisible)[_, k_Integer] :> k, {0, Infinity}];
  If[! IntegerQ[m] || m === 0 || Abs[m] > 10^5, Return[None]];
  classes = Select[Range[0, Abs[m] - 1], TrueQ[And @@ residues /. x -> #] &];
  If[classes === {}, Return[False]];
  Or @@ (withBounds[bounds, {x}, {x == # + Abs[m] parameter[1]}, {parameter[1]}] & /@ classes)]

(* ---- values given by one or more integer parameters, under further conditions *)
withBounds[conditions_, vars_, equations_, ps_] := Module[{names = Table[Unique["integer"], {Length[ps]}], rules, r, back, given},
  rules = Rule @@@ equations /. Thread[ps -> names];
  back = Thread[names -> ps];
  given = conditions /. rules;
  If[given === {} || AllTrue[given, TrueQ], Return[And @@ Join[{element[ps]}, equations]]];
  r = Catch[integerReduce[And @@ given, names], "reduce"];
  If[r === $failed, fail[]];
  If[r === False, Return[False]];
  If[FreeQ[r, Element] && explicitQ[r] && AllTrue[If[Head[r] === Or, List @@ r, {r}], Function[q, AllTrue[names, Function[n, ! FreeQ[q, n == _Integer]]]]],
    Return[Or @@ Sort[Function[q, With[{s = Rule @@@ If[Head[q] === And, List @@ q, {q}]}, And @@ Thread[vars == Expand[vars /. rules /. s]]]] /@ If[Head[r] === Or, List @@ r, {r}]]]];
  If[Length[ps] === 1 && MatchQ[r, Element[First[names], Integers] && _], Return[And @@ Join[{r /. back /. And[e_, c_] :> And[e, wholeBounds[c]]}, equations]]];
  fail[]]
element[{p_}] := Element[p, Integers]
element[ps_] := Element[Alternatives @@ ps, Integers]
wholeBounds[c_] := c /. {h_GreaterEqual :> GreaterEqual[h[[1]], Ceiling[h[[2]]]], h_Greater :> GreaterEqual[h[[1]], Floor[h[[2]]] + 1], h_LessEqual :> LessEqual[h[[1]], Floor[h[[2]]]], h_Less /; Length[h] === 2 :> LessEqual[h[[1]], Ceiling[h[[2]]] - 1]}

(* ---- linear equations: with A.U == H in Hermite form the solution is U.(fixed part, parameters) *)
linearPart[conditions_, eqs_, vars_] := Module[{linear = Select[eqs, linearQ[#, vars] &], m, b, sol, ps, rest, equations},
  If[linear === {}, Return[None]];
  {b, m} = Normal[CoefficientArrays[linear, vars]];
  With[{d = LCM @@@ (Denominator /@ MapThread[Append, {m, b}])}, m = m d; b = -b d];
  If[! MatrixQ[m, IntegerQ] || ! VectorQ[b, IntegerQ], Return[None]];
  sol = If[Length[m] === 1 && Length[vars] === 2, two[m[[1]], b[[1]]], hermite[m, b]];
  If[sol === None, Return[False]];
  rest = Complement[conditions, Cases[conditions, e_Equal /; MemberQ[linear, difference[e]]]];
  If[sol[[2]] === {}, With[{t = Thread[vars -> sol[[1]]]}, Return[TrueQ[And @@ rest /. t] && And @@ Equal @@@ t]]];
  ps = parameter /@ Range[Length[sol[[2]]]];
  equations = Thread[vars == Expand[sol[[1]] + ps . sol[[2]]]];
  withBounds[rest, vars, equations, ps]]
(* {particular solution, basis of the homogeneous one} *)
two[{0, 0}, c_] := If[c === 0, {{0, 0}, {{1, 0}, {0, 1}}}, None]
two[{a_, b_}, c_] := Module[{g, u, v, step, x0},
  {g, {u, v}} = ExtendedGCD[a, b];
  If[Mod[c, g] =!= 0, Return[None]];
  If[b === 0, Return[{{c/a, 0}, {{0, 1}}}]];
  step = Abs[b/g];
  x0 = Mod[u c/g, step];
  {{x0, (c - a x0)/b}, {{step, -a step/b}}}]
hermite[m_, b_] := Module[{u, h, n = Length[First[m]], y = {}, row, s, k},
  {u, h} = HermiteDecomposition[Transpose[m]];
  (* u.m^T == h: with x == y.u is h^T.y == b, solved downwards *)
  k = 1;
  Do[
    s = b[[i]] - If[k === 1, 0, Sum[h[[j, i]] y[[j]], {j, k - 1}]];
    If[k <= n && h[[k, i]] =!= 0, If[Mod[s, h[[k, i]]] =!= 0, Return[None, Module]]; AppendTo[y, s/h[[k, i]]]; k++, If[s =!= 0, Return[None, Module]]],
    {i, Length[b]}];
  reducedBy[If[y === {}, ConstantArray[0, n], y . Take[u, Length[y]]], Drop[u, Length[y]]]]
(* The last rows of u, and the particular solution less multiples of them, are made small. *)
reducedBy[p_, {}] := {p, {}}
reducedBy[p_, basis_] := Module[{h = Last[HermiteDecomposition[basis]], q = p, k},
  Do[k = First[FirstPosition[row, _Integer?(# =!= 0 &)]]; q = q - Floor[q[[k]]/row[[k]]] row, {row, h}];
  {q, h}]

(* ---- a quadratic equation in two variables that is a product of linear forms but for a constant: its divisors *)
forms[conditions_, eqs_, vars_] := Module[{r = None}, Do[r = form[e, conditions, vars]; If[r =!= None, Break[]], {e, eqs}]; r]
form[e_, conditions_, vars_] := Module[{own = Select[vars, mentions[e, {#}] &], x, y, a, b, c, d, f, g, k, list, unit, m, found, rest, others},
  If[Length[own] =!= 2 || ! PolynomialQ[e, own] || Max[Total[First[#]] & /@ CoefficientRules[e, own]] =!= 2, Return[None]];
  {x, y} = own;
  {a, b, c, d, f, g} = Lookup[Association[CoefficientRules[e, own]], {{2, 0}, {1, 1}, {0, 2}, {1, 0}, {0, 1}, {0, 0}}, 0];
  If[! VectorQ[{a, b, c, d, f, g}, IntegerQ[#] || Head[#] === Rational &] || ! (b^2 - 4 a c > 0) || ! MatchQ[Sqrt[b^2 - 4 a c], _Integer | _Rational], Return[None]];
  (* The conic e - g + k is a pair of lines. *)
  k = -(2 b d f - 2 a f^2 - 2 c d^2)/(2 (4 a c - b^2));
  list = FactorList[e - g + k];
  unit = Times @@ Cases[list, {n_?NumericQ, j_} :> n^j];
  list = Cases[list, {p_, j_} /; mentions[p, own] :> p];
  If[Length[list] =!= 2, Return[None]];
  m = (k - g)/unit;
  If[! IntegerQ[m], Return[False]];
  found = Function[t, {x, y} /. First[Solve[{list[[1]] == t, list[[2]] == m/t}, {x, y}]]] /@ Join[-Divisors[m], Divisors[m]];
  found = Union[Select[found, VectorQ[#, IntegerQ] &]];
  rest = DeleteCases[conditions, q_Equal /; difference[q] === e];
  others = Complement[vars, own];
  anyOf[Function[v, With[{t = rest /. Thread[{x, y} -> v]},
    Which[MemberQ[t, False], False, others =!= {}, And[And @@ Thread[{x, y} == v], conjunction[DeleteCases[t, True], others]],
      AllTrue[t, TrueQ], And @@ Thread[{x, y} == v], True, False]]] /@ found]]
anyOf[l_] := Or @@ l

(* ---- x^2 - n y^2 == 1 with positive x and y: the powers of the least solution *)
pell[conditions_, eqs_, vars_] := Module[{e, x, y, n, s, rest, signs, least, c = parameter[1]},
  If[Length[eqs] =!= 1 || Length[vars] =!= 2, Return[None]];
  {x, y} = vars;
  e = Expand[First[eqs]];
  s = Coefficient[e, x, 2];
  If[s === 0 || ! NumericQ[s], Return[None]];
  n = -Coefficient[e, y, 2]/s;
  If[Head[n] =!= Integer || n < 2 || IntegerQ[Sqrt[n]] || Expand[e - s (x^2 - n y^2 - 1)] =!= 0, Return[None]];
  rest = DeleteCases[conditions, _Equal];
  signs = {x > 0 | x >= 0 | x >= 1 | x > 1 | 0 < x | 1 <= x | 0 <= x | 1 < x, y > 0 | y >= 1 | 0 < y | 1 <= y};
  If[Length[rest] =!= 2 || ! AnyTrue[Permutations[rest], MatchQ[#[[1]], signs[[1]]] && MatchQ[#[[2]], signs[[2]]] &], Return[None]];
  least = fundamental[n];
  With[{p = least[[1]] - least[[2]] Sqrt[n], q = least[[1]] + least[[2]] Sqrt[n]},
    Element[c, Integers] && c >= 1 && x == (p^c + q^c)/2 && y == -((p^c - q^c)/(2 Sqrt[n]))]]
(* from the continued fraction of the root *)
fundamental[n_] := Module[{a0 = IntegerPart[Sqrt[n]], m = 0, d = 1, a, h = {1, IntegerPart[Sqrt[n]]}, k = {0, 1}},
  a = a0;
  While[h[[2]]^2 - n k[[2]]^2 =!= 1,
    m = d a - m; d = (n - m^2)/d; a = Quotient[a0 + m, d];
    h = {h[[2]], a h[[2]] + h[[1]]}; k = {k[[2]], a k[[2]] + k[[1]]}];
  {h[[2]], k[[2]]}]

(* ---- an equation that gives one variable by the others *)
determined[conditions_, eqs_, vars_] := Module[{pick, e, v, value, rest, r, others},
  pick = SelectFirst[Tuples[{eqs, vars}], PolynomialQ[#[[1]], vars] && Exponent[#[[1]], #[[2]]] === 1 && MatchQ[Coefficient[#[[1]], #[[2]]], 1 | -1] &, None];
  If[pick === None, Return[None]];
  {e, v} = pick;
  value = Expand[-(e /. v -> 0)/Coefficient[e, v]];
  If[! AllTrue[Last /@ CoefficientRules[value, vars], IntegerQ], Return[None]];
  rest = DeleteCases[conditions, q_Equal /; difference[q] === e] /. v -> value;
  others = DeleteCases[vars, v];
  If[DeleteCases[rest, True] === {}, With[{ps = parameter /@ Range[Length[others]]},
    Return[And[element[ps], And @@ Thread[vars == (Replace[vars, v -> value, {1}] /. Thread[others -> ps])]]]]];
  r = conjunction[rest, others];
  If[r === False, Return[False]];
  If[! explicitQ[r], Return[None]];
  anyOf[Sort[Function[q, With[{s = Rule @@@ If[Head[q] === And, List @@ q, {q}]}, And @@ Thread[vars == (Replace[vars, v -> value, {1}] /. s)]]] /@ If[Head[r] === Or, List @@ r, {r}]]]]

(* ---- finite ranges for all variables: every relation bounds a term by the ranges of the others, until nothing changes *)
integerBox[conditions_, vars_] := Module[{range = propagated[conditions, vars], solved},
  If[AnyTrue[Values[range], #[[1]] > #[[2]] &], Return[{1, 0} & /@ vars]];
  solved = lastVariable[conditions, vars, range];
  If[! FreeQ[Values[KeyDrop[range, If[solved === None, {}, {solved}]]], Infinity], Return[None]];
  If[Times @@ (#[[2]] - #[[1]] + 1 & /@ Values[KeyDrop[range, If[solved === None, {}, {solved}]]]) > If[solved === None, 10^6, 3 10^5], None, Values[range]]]
propagated[conditions_, vars_] := Module[{range, relations, rows, changed = True, rounds = 0, old},
  range = Association[# -> {-Infinity, Infinity} & /@ vars];
  relations = Join @@ Function[r, With[{e = Expand[difference[r]]}, Which[! PolynomialQ[e, vars] || ! AllTrue[Last /@ CoefficientRules[e, vars], exactReal], {},
    Head[r] === Equal, {e, -e}, True, {lowered[If[MatchQ[r, _Greater | _GreaterEqual], -e, e], MatchQ[r, _Less | _Greater], vars]}]]] /@ Select[conditions, relationQ];
  rows = CoefficientRules[#, vars] & /@ relations;
  Do[With[{v = Select[vars, mentions[r, {#}] &]}, If[Length[v] === 1 && inequalityQ[r] && (! PolynomialQ[difference[r], v] || Exponent[difference[r], First[v]] > 1) && FreeQ[r, Mod | Prime | Factorial | Floor | Ceiling | PrimeQ],
    With[{p = Catch[With[{q = Quiet[System`Library`solving`reduce`realUnivariate[r, First[v]]]}, integersIn /@ If[Head[q] === Or, List @@ q, {q}]], "reduce"]},
      If[ListQ[p] && FreeQ[p, None], range[First[v]] = If[Flatten[p] === {}, {1, 0}, {Min[p], Max[p]}]]]]], {r, conditions}];
  While[changed && rounds++ < 60,
    old = range;
    Do[Do[Do[If[term[[1, i]] > 0, narrow[range, row, term, i, vars, Function[{w}, range[vars[[i]]] = w]]], {i, Length[vars]}], {term, row}], {row, rows}];
    changed = range =!= old && AllTrue[Values[range], #[[1]] <= #[[2]] &]];
  range]
exactReal[c_] := NumericQ[c] && Im[c] === 0
lowered[e_, strict_, vars_] := If[strict && AllTrue[Last /@ CoefficientRules[e, vars], IntegerQ], e + 1, e]
(* The relation row <= 0 bounds the variable i in the term. *)
narrow[range_, row_, term_, i_, vars_, set_] := Module[{c = term[[2]], k = term[[1]], rest, low, other, bound, m = term[[1, i]], own = range[vars[[i]]], lo, hi},
  low = Total[least[#, range, vars] & /@ DeleteCases[row, term]];
  If[low === -Infinity, Return[]];
  other = Delete[k, i];
  {lo, hi} = own;
  If[AllTrue[other, # === 0 &],
    (* c v^m <= -low *)
    bound = -low/c;
    Which[
      c > 0 && EvenQ[m], If[bound < 0, {lo, hi} = {1, 0}, With[{b = Floor[bound^(1/m)]}, {lo, hi} = {Max[lo, -b], Min[hi, b]}]],
      c > 0, hi = Min[hi, Floor[oddRoot[bound, m]]],
      OddQ[m], lo = Max[lo, Ceiling[oddRoot[bound, m]]]],
    (* with all variables of the term positive *)
    If[c > 0 && AllTrue[Pick[vars, Positive[k]], range[#][[1]] >= 1 &],
      bound = -low/c/Times @@ MapThread[If[#1 === vars[[i]], 1, range[#1][[1]]^#2] &, {Pick[vars, Positive[k]], Pick[k, Positive[k]]}];
      hi = If[bound < 0, lo - 1, Min[hi, Floor[bound^(1/m)]]]]];
  If[{lo, hi} =!= own, set[{lo, hi}]]]
oddRoot[b_, 1] := b
oddRoot[b_, m_] := Sign[b] Abs[b]^(1/m)
(* the least value of a term *)
least[k_ -> c_, range_, vars_] := With[{t = Fold[productRange, {1, 1}, MapThread[powerRange[range[#1], #2] &, {Pick[vars, Positive[k]], Pick[k, Positive[k]]}]]}, If[c > 0, scaled[c, t[[1]]], scaled[c, t[[2]]]]]
scaled[c_, v_] := If[Abs[v] === Infinity, Sign[c] v, c v]
powerRange[{a_, b_}, m_] := If[OddQ[m], {a^m, b^m}, {If[a <= 0 <= b, 0, Min[Abs[a], Abs[b]]^m], Max[Abs[a], Abs[b]]^m}]
productRange[{a_, b_}, {c_, d_}] := With[{p = Flatten[Outer[If[#1 === 0 || #2 === 0, 0, #1 #2] &, {a, b}, {c, d}]]}, {Min[p], Max[p]}]

(* All but one variable are tried; that one comes from an equation in which it has a degree of at most 2. *)
lastVariable[conditions_, vars_, range_] := With[{l = Select[vars, Function[v, AnyTrue[conditions, MatchQ[#, _Equal] && PolynomialQ[difference[#], vars] && 0 < Exponent[difference[#], v] <= 2 && NumericQ[Coefficient[difference[#], v, Exponent[difference[#], v]]] &]]]},
  If[l === {} || Length[vars] === 1, None, First[ReverseSortBy[l, range[#][[2]] - range[#][[1]] &]]]]
search[conditions_, vars_, box_] := Module[{found = {}, range = AssociationThread[vars -> box], last, eq, others, cond = And @@ conditions, c, roots, place},
  If[AnyTrue[box, #[[1]] > #[[2]] &], Return[False]];
  last = lastVariable[conditions, vars, range];
  If[last === None,
    found = Select[Tuples[Range @@@ box], TrueQ[cond /. Thread[vars -> #]] &],
    others = DeleteCases[vars, last];
    place = First[FirstPosition[vars, last]];
    eq = First[SortBy[Select[conditions, MatchQ[#, _Equal] && PolynomialQ[difference[#], vars] && 0 < Exponent[difference[#], last] <= 2 && NumericQ[Coefficient[difference[#], last, Exponent[difference[#], last]]] &], Exponent[difference[#], last] &]];
    c = PadRight[CoefficientList[difference[eq], last], 3];
    Do[
      roots = With[{w = c /. Thread[others -> t]}, If[w[[3]] === 0, {-w[[1]]/w[[2]]}, With[{d = w[[2]]^2 - 4 w[[1]] w[[3]]}, If[d < 0, {}, With[{s = Sqrt[d]}, If[MatchQ[s, _Integer | _Rational], Union[{(-w[[2]] - s)/(2 w[[3]]), (-w[[2]] + s)/(2 w[[3]])}], {}]]]]]];
      Do[If[IntegerQ[w], With[{u = Insert[t, w, place]}, If[TrueQ[cond /. Thread[vars -> u]], AppendTo[found, u]]]], {w, roots}],
      {t, Tuples[Range @@@ Lookup[range, others]]}]];
  If[found === {}, False, Or @@ (And @@ Thread[vars == #] & /@ Sort[found])]]
