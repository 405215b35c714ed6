(* solve.wl - Solve: equations and systems in closed form.

   A condition is brought to alternatives of conjunctions; each conjunction is split in equations and side conditions. One equation in one
   variable goes to solveFor (polynomials, radicals, invertible functions); systems are solved by elimination. A solution is a list of
   rules; a condition on it is kept as ConditionalExpression. $failed says that a method does not reach. *)

LoadUnit["solving/polynomial"];
roots = System`Library`solving`polynomial`polynomialRoots;
quietly[e_] := Quiet[e];
SetAttributes[quietly, HoldAll];

(* Entry: head for messages, arguments as given. *)
solve[head_, eqs_, vars_, dom_, options_List] := Block[{who = head, cubics, quartics, parameter, counter = 0, modulus, inverses, usedInverse = False, incomplete = False},
  {cubics, quartics, parameter, modulus, inverses} = {Cubics, Quartics, GeneratedParameters, Modulus, InverseFunctions} /. options /. {Cubics -> Automatic, Quartics -> Automatic, GeneratedParameters -> C, Modulus -> 0, InverseFunctions -> Automatic};
  main[eqs, vars, dom, Assumptions /. options]]

(* Signed domains are the reals or integers with a condition. *)
signed = <|PositiveReals -> {Reals, # > 0 &}, NonNegativeReals -> {Reals, # >= 0 &}, NegativeReals -> {Reals, # < 0 &}, NonPositiveReals -> {Reals, # <= 0 &},
  PositiveIntegers -> {Integers, # > 0 &}, NonNegativeIntegers -> {Integers, # >= 0 &}, NegativeIntegers -> {Integers, # < 0 &}, NonPositiveIntegers -> {Integers, # <= 0 &}|>;
main[eqs_, vars_, dom_?(KeyExistsQ[signed, #] &), assumptions_] := With[{row = signed[dom]},
  main[And[If[ListQ[eqs], And @@ eqs, eqs], And @@ (row[[2]] /@ If[ListQ[vars], vars, {vars}])], vars, row[[1]], assumptions]]
main[eqs0_, vars0_, dom_, assumptions_] := Module[{eqs, vars, systems, result, elements, back, fresh},
  vars = If[ListQ[vars0], vars0, {vars0}];
  If[! FreeQ[vars, _Element], vars = vars /. Element[v_, d_] :> v];
  Do[If[! validVariable[v], message["ivar", v]; Return[$Unevaluated, Module]], {v, vars}];
  eqs = logical[eqs0];
  If[eqs === True, Return[{{}}]];
  If[eqs === False, Return[{}]];
  If[! systemQ[eqs], message["naqs", eqs0]; Return[$Unevaluated]];
  (* Variables like f[x] or x[1] are renamed. *)
  fresh = Table[If[MatchQ[v, _Symbol], v, Unique["solve"]], {v, vars}];
  back = Thread[fresh -> vars];
  eqs = eqs /. Thread[vars -> fresh];
  If[modulus =!= 0, Return[modularSolve[eqs, fresh, modulus] /. back]];
  systems = alternatives[eqs];
  With[{domain = If[FreeQ[eqs, Element[_, Primes]], dom, Integers]}, result = quietly[Catch[Join @@ (system[#, fresh, domain] & /@ systems), "solve"]]];
  If[! FreeQ[result, $failed], message["nsmet", who]; Return[$Unevaluated]];
  If[incomplete, message["svars"]];
  If[usedInverse && ! MatchQ[dom, Reals | Integers], message["ifun", who]];
  If[Length[systems] > 1, result = Sort[DeleteDuplicates[result]]];
  If[! FreeQ[result, ConditionalExpression] || ! FreeQ[eqs, Sin | Cos | Tan | Cot | Sec | Csc], result = DeleteDuplicates[result]];
  (* powers of e with several logarithms of integers *)
  result = Replace[result, v : Power[E, u_] /; NumericQ[u] && Length[Union[Cases[u, Log[_Integer], {0, Infinity}]]] > 1 :> Simplify[v], {3}];
  If[assumptions =!= Assumptions && assumptions =!= True && assumptions =!= $Assumptions, result = assumed[result, assumptions]];
  result /. back]

message[tag_, args___] := With[{symbol = who}, Message[MessageName[symbol, tag], args]]

validVariable[v_] := ! (NumericQ[v] || StringQ[v] || MatchQ[v, _Plus | _Times | _Power | _List | _Rule | _Equal])

logical[l_List] := And @@ (logical /@ l)
logical[e_And] := And @@ (logical /@ List @@ e)
logical[e_Or] := Or @@ (logical /@ List @@ e)
logical[Equal[a_List, b_List]] /; Length[a] == Length[b] := And @@ (logical /@ MapThread[Equal, {a, b}])
logical[Equal[a_List, b_]] /; ! ListQ[b] := And @@ (logical[# == b] & /@ a)
logical[Equal[a_, b_, c__]] := And @@ Equal @@@ Partition[{a, b, c}, 2, 1]
logical[e : (Less | LessEqual | Greater | GreaterEqual)[a_, b_, c__]] := And @@ Head[e] @@@ Partition[{a, b, c}, 2, 1]
logical[Inequality[a_, r_, b_]] := r[a, b]
logical[Inequality[a_, r_, b_, rest__]] := r[a, b] && logical[Inequality[b, rest]]
logical[Not[Equal[a_, b_]]] := Unequal[a, b]
logical[e_] := e

systemQ[e_And | e_Or] := AllTrue[List @@ e, systemQ]
systemQ[True | False] := True
systemQ[e_] := MatchQ[e, _Equal | _Unequal | _Less | _LessEqual | _Greater | _GreaterEqual | _Element | _NotElement | _Not]

alternatives[e_] := Module[{d = LogicalExpand[e]}, Which[d === True, {{}}, d === False, {}, Head[d] === Or, conjuncts /@ List @@ d, True, {conjuncts[d]}]]
conjuncts[e_And] := List @@ e
conjuncts[e_] := {e}

(* One conjunction. *)
system[conditions_List, vars_, dom_] := Module[{eqs, sides, sols, domains},
  eqs = Cases[conditions, Equal[a_, b_] :> a - b];
  sides = DeleteCases[conditions, _Equal];
  domains = Cases[sides, Element[_, Reals | Integers]];
  If[dom === Integers, Return[integerSolve[eqs, sides, vars]]];
  If[eqs === {} , If[dom === Complexes || sides =!= {}, Throw[inequalitySolve[conditions, vars, dom], "solve"]]];
  sols = If[Length[vars] == 1,
    Replace[solveFor[First[eqs], First[vars]], {All -> {{}}, l_List :> ({First[vars] -> #} & /@ l)}] // If[Length[eqs] > 1 && ListQ[#], filterEquations[#, Rest[eqs]], #] &,
    solveSystem[eqs, vars]];
  If[! ListQ[sols], Return[{$failed}]];
  If[dom === Reals, sols = realOnly[sols, vars]; If[! FreeQ[sols, ProductLog] && Length[vars] === 1 && AllTrue[sols, NumericQ[#[[1, 2]]] &], sols = SortBy[sols, N[#[[1, 2]]] &]]];
  If[sides =!= {}, sols = restrict[sols, sides, vars]];
  sols]

filterEquations[sols_, eqs_] := Select[sols, Function[s, AllTrue[eqs, zeroQ[# /. s] &]]]

(* Is an expression zero: exactly for algebraic numbers, by numbers at random places for the rest. *)
zeroQ[0 | 0.] := True
zeroQ[e_?NumericQ] := Module[{v = quietly[N[e, 30]]}, If[! NumberQ[v], False, v == 0 || Abs[v] < 10^-20]]
zeroQ[e_] := Module[{t = Together[e], vars, v},
  If[t === 0, Return[True]];
  vars = DeleteDuplicates[Cases[t, s_Symbol /; ! NumericQ[s], {0, Infinity}]];
  If[vars === {}, Return[False]];
  v = quietly[N[t /. Thread[vars -> Take[{0.7313 + 0.2127 I, 1.3719 - 0.4313 I, 0.5171 + 0.8111 I, 1.9173 + 0.3719 I, 0.2771 - 0.6113 I, 1.1117 + 0.5111 I}, UpTo[Length[vars]]] ~PadRight~ {Length[vars], 0.8139}]]];
  NumberQ[v] && Abs[v] < 10^-9]
zeroQ[e_, _] := zeroQ[e]

(* ---- one equation e == 0 in x: a list of values, All, or $failed *)
solveFor[e_, x_] := Module[{t, num, den, r},
  t = quietly[Together[e]];
  num = Numerator[t]; den = Denominator[t];
  If[FreeQ[num, x], Return[If[zeroQ[num], All, {}]]];
  r = solveNumerator[num, x];
  If[! ListQ[r], Return[r]];
  If[FreeQ[den, x], r, Select[r, ! zeroQ[quietly[den /. x -> bare[#]]] &]]]

bare[ConditionalExpression[v_, _]] := v
bare[v_] := v

solveNumerator[num_, x_] := Which[
  PolynomialQ[num, x], roots[num, x, cubics, quartics],
  Head[num] === Times, solveProduct[List @@ num, x, num],
  MatchQ[num, Power[_, _?Positive]], solveFor[First[num], x],
  MatchQ[Factor[num], _Times], solveProduct[List @@ Factor[num], x, num],
  True, solveTranscendental[num, x]]

solveProduct[factors_, x_, whole_] := Module[{parts},
  parts = Replace[DeleteCases[factors, f_ /; FreeQ[f, x]], Power[b_, n_?Positive] :> b, {1}];
  If[Length[parts] === 1 && parts === {whole}, Return[solveTranscendental[whole, x]]];
  parts = branches[solveNumeratorOf[#, x] &, parts];
  If[! FreeQ[parts, $failed], Return[$failed]];
  parts = DeleteDuplicates[Join @@ parts];
  Select[Sort[parts], acceptable[whole, x, #] &]]
solveNumeratorOf[f_, x_] := If[MatchQ[Factor[f], _Times] || PolynomialQ[f, x], solveFor[f, x], solveTranscendental[f, x]] // Replace[All -> {}]

(* A root must not be a singularity of the rest. *)
acceptable[whole_, x_, s_] := FreeQ[quietly[whole /. x -> bare[s]], Indeterminate | _DirectedInfinity | ComplexInfinity]

(* The largest parts with x that are not sums, products or powers with whole exponents. *)
kernels[e_, x_] := DeleteDuplicates[collectKernels[e, x]]
collectKernels[e_, x_] := Which[
  FreeQ[e, x], {},
  e === x, {x},
  MatchQ[e, _Plus | _Times], Join @@ (collectKernels[#, x] & /@ List @@ e),
  MatchQ[e, Power[_, _Integer]], collectKernels[First[e], x],
  True, {e}]

solveTranscendental[f_, x_] := Module[{ks = kernels[f, x], k, y, p, values, r, g},
  (* One kernel: solve for it, then invert. *)
  If[Length[ks] == 1 && (k = First[ks]) =!= x,
    p = f /. k -> y;
    If[FreeQ[p, x],
      values = If[PolynomialQ[p, y], roots[p, y, cubics, quartics], solveFor[p, y]];
      If[! ListQ[values], Return[$failed]];
      r = invertAll[k, DeleteDuplicates[values], x];
      Return[r]]];
  If[AllTrue[ks, # === x || MatchQ[#, Power[b_, q_Rational] /; True] &], Return[solveRadicals[f, ks, x]]];
  If[AllTrue[ks, MatchQ[#, Power[b_, _] /; FreeQ[b, x]] &] && (g = commonExponential[f, ks, x]) =!= None, Return[g]];
  If[(r = lambert[f, x]) =!= None, Return[r]];
  If[(r = logarithmAndLinear[f, ks, x]) =!= None, Return[r]];
  If[(r = logarithms[f, ks, x]) =!= None, Return[r]];
  If[(r = trigonometric[f, ks, x]) =!= None, Return[r]];
  If[(r = absolute[f, ks, x]) =!= None, Return[r]];
  $failed]

invertAll[k_, values_, x_] := Module[{r = branches[invert[k, #, x] &, values]},
  If[! FreeQ[r, $failed], Return[$failed]];
  r = DeleteDuplicates[Join @@ r];
  If[FreeQ[r, parameter], r, Sort[r]]]

(* Alternatives number their parameters alike. *)
branches[f_, values_] := Module[{start = counter, last = counter, r},
  r = Function[v, counter = start; With[{w = f[v]}, last = Max[last, counter]; w]] /@ values;
  counter = last;
  r]

newParameter[] := parameter[++counter]
integerCondition[v_, c_] := ConditionalExpression[v, Element[c, Integers]]

(* u == target with conditions carried on *)
continueWith[u_, targets_List, condition_, x_] := Module[{r},
  r = If[u === x, targets, Replace[solveFor[u - #, x], All -> {}] & /@ targets // If[FreeQ[#, $failed], Join @@ #, $failed] &];
  If[! ListQ[r], Return[{$failed}]];
  If[condition === True, r, addCondition[#, condition] & /@ r]]
addCondition[ConditionalExpression[v_, c_], d_] := ConditionalExpression[v, c && d]
addCondition[v_, d_] := If[d === True, v, ConditionalExpression[v, d]]

periodic[u_, values_, period_, x_] := Module[{c = newParameter[]},
  continueWith[u, Expand[# + period c] & /@ DeleteDuplicates[values], Element[c, Integers], x]]

(* Solutions of k == y. *)
invert[Power[b_, u_], y_, x_] /; FreeQ[b, x] := Module[{c},
  If[zeroQ[y], Return[{}]];
  c = newParameter[];
  continueWith[u, {If[b === E, Expand[2 I Pi c + Log[y]], Expand[2 I Pi c/Log[b] + logarithmTo[b, y]]]}, Element[c, Integers], x]]
(* powers of one number: the ratio of the exponents of their primes *)
logarithmTo[b_Integer, y_?RationalQ] /; b > 1 && y > 0 && y != 1 := With[{p = FactorInteger[b], q = FactorInteger[y]},
  If[p[[All, 1]] === q[[All, 1]] && SameQ @@ (q[[All, 2]]/p[[All, 2]]), q[[1, 2]]/p[[1, 2]], Log[y]/Log[b]]]
logarithmTo[b_, y_] := Log[y]/Log[b]
RationalQ[e_] := IntegerQ[e] || Head[e] === Rational
invert[Power[u_, r_], y_, x_] /; FreeQ[r, x] && ! RationalQ[r] := (usedInverse = True; continueWith[u, {y^(1/r)}, True, x])
invert[Power[u_, r_Rational], y_, x_] := Module[{s},
  s = continueWith[u, {y^(1/r)}, True, x];
  If[NumericQ[y], Select[s, zeroQ[(u^r /. x -> bare[#]) - y] &], s]]
invert[Power[x_, x_], y_, x_] := (usedInverse = True; With[{l = Log[y]}, {l/ProductLog[l]}])
invert[Log[u_], y_, x_] := continueWith[u, {E^y},
  If[NumericQ[y], -Pi < Im[y] <= Pi, Inequality[-Pi, Less, Im[y], LessEqual, Pi]], x] // Select[# =!= Undefined &]
invert[Sin[u_], y_, x_] := Switch[y,
  0, Join[periodic2[u, {0, Pi}, 2 Pi, x]],
  1, periodic[u, {Pi/2}, 2 Pi, x],
  -1, periodic[u, {-Pi/2}, 2 Pi, x],
  _, periodic[u, Sort[{Pi - ArcSin[y], ArcSin[y]}], 2 Pi, x]]
periodic2[u_, values_, period_, x_] := periodic[u, values, period, x]
invert[Cos[u_], y_, x_] := Switch[y,
  1, periodic[u, {0}, 2 Pi, x],
  -1, periodic[u, {Pi}, 2 Pi, x],
  _, periodic[u, {-ArcCos[y], ArcCos[y]}, 2 Pi, x]]
invert[Tan[u_], y_, x_] := If[zeroQ[y^2 + 1], {}, periodic[u, {ArcTan[y]}, Pi, x]]
invert[Cot[u_], y_, x_] := If[zeroQ[y^2 + 1], {}, periodic[u, {If[y === 0, Pi/2, ArcCot[y]]}, Pi, x]]
invert[Sec[u_], y_, x_] := If[zeroQ[y], {}, invert[Cos[u], 1/y, x]]
invert[Csc[u_], y_, x_] := If[zeroQ[y], {}, invert[Sin[u], 1/y, x]]
invert[Sinh[u_], y_, x_] := periodic[u, If[y === 0, {0, I Pi}, {I Pi - ArcSinh[y], ArcSinh[y]}], 2 I Pi, x]
invert[Cosh[u_], y_, x_] := periodic[u, {-ArcCosh[y], ArcCosh[y]}, 2 I Pi, x]
invert[Tanh[u_], y_, x_] := If[zeroQ[y^2 - 1], {}, periodic[u, {ArcTanh[y]}, I Pi, x]]
invert[Coth[u_], y_, x_] := If[zeroQ[y^2 - 1], {}, periodic[u, {ArcCoth[y]}, I Pi, x]]
invert[Sech[u_], y_, x_] := If[zeroQ[y], {}, invert[Cosh[u], 1/y, x]]
invert[Csch[u_], y_, x_] := If[zeroQ[y], {}, invert[Sinh[u], 1/y, x]]
invert[Abs[u_], y_, x_] := (usedInverse = True; If[NumericQ[y] && ! TrueQ[y >= 0], {}, Sort[DeleteDuplicates[continueWith[u, {-y, y}, True, x]]]])
invert[f_[u_], y_, x_] /; MemberQ[{ArcSin, ArcCos, ArcTan, ArcCot, ArcSec, ArcCsc, ArcSinh, ArcCosh, ArcTanh, ArcCoth, ArcSech, ArcCsch}, f] := Module[{g, r},
  g = f /. {ArcSin -> Sin, ArcCos -> Cos, ArcTan -> Tan, ArcCot -> Cot, ArcSec -> Sec, ArcCsc -> Csc, ArcSinh -> Sinh, ArcCosh -> Cosh, ArcTanh -> Tanh, ArcCoth -> Coth, ArcSech -> Sech, ArcCsch -> Csch};
  r = continueWith[u, {g[y]}, True, x];
  If[NumericQ[y], Select[r, zeroQ[(f[u] /. x -> bare[#]) - y] &], usedInverse = True; r]]
invert[ProductLog[u_], y_, x_] := (usedInverse = True; continueWith[u, {y E^y}, True, x])
invert[f_[u_], y_, x_] /; MemberQ[{Erf -> InverseErf, Erfc -> InverseErfc}[[All, 1]], f] := (usedInverse = True; continueWith[u, {(f /. {Erf -> InverseErf, Erfc -> InverseErfc})[y]}, True, x])
invert[f_Symbol[u_], y_, x_] /; ! MemberQ[Attributes[f], Protected] := (usedInverse = True; continueWith[u, {InverseFunction[f][y]}, True, x])
invert[__] := {$failed}

(* Radicals: each becomes a variable with its power equation; the variables are eliminated and the candidates tried in the original. *)
solveRadicals[f_, ks_, x_] := Module[{rs = DeleteCases[ks, x], ys, eqs, polys, g, candidates, exponent},
  (* Only powers of x itself: substitute x = y^n. *)
  If[AllTrue[rs, First[#] === x &],
    exponent = LCM @@ (Denominator[#[[2]]] & /@ rs);
    Module[{y, p},
      p = PowerExpand[f /. x -> y^exponent];
      candidates = If[PolynomialQ[Numerator[Together[p]], y], roots[Numerator[Together[p]], y, cubics, quartics], $failed];
      If[! ListQ[candidates], Return[$failed]];
      candidates = DeleteDuplicates[simple[#^exponent] & /@ candidates];
      Return[Sort[Select[candidates, verify[f, x, #] &]]]]];
  ys = Table[Unique["r"], {Length[rs]}];
  polys = Numerator[Together[f /. Thread[rs -> ys]]];
  eqs = MapThread[Numerator[Together[#2^Denominator[#1[[2]]] - #1[[1]]^Numerator[#1[[2]]]]] /. Thread[rs -> ys] &, {rs, ys}];
  If[! AllTrue[Append[eqs, polys], PolynomialQ[#, Append[ys, x]] &], Return[nestedRadicals[f, x]]];
  g = GroebnerBasis[Append[eqs, polys], {x}, ys];
  g = Select[g, ! FreeQ[#, x] &];
  If[g === {}, Return[$failed]];
  candidates = DeleteDuplicates[roots[First[g], x, cubics, quartics]];
  Select[candidates, verify[f, x, #] &]]

nestedRadicals[f_, x_] := $failed

simple[e_] := Module[{r = Expand[e]}, If[NumericQ[r] && LeafCount[r] > 8 && FreeQ[r, Pi | E | Log | Sin | Cos], With[{q = quietly[RootReduce[r]]}, If[FreeQ[q, Root], q, r]], r]]

(* With parameters a candidate passes when it holds at some place. *)
verify[f_, x_, s_] := Module[{v = f /. x -> s, vars, points},
  If[NumericQ[v], Return[zeroQ[v]]];
  vars = DeleteDuplicates[Cases[v, t_Symbol /; ! NumericQ[t], {0, Infinity}]];
  points = {{2.1, 3.3, 5.7, 1.9}, {0.31, 0.47, 0.83, 0.59}, {-1.7, 2.9, 1.3, 0.7}, {5.3, 0.21, 3.1, 1.1}};
  AnyTrue[points, With[{w = quietly[N[v /. Thread[vars -> PadRight[#, Length[vars], 1.37]]]]}, NumberQ[w] && Abs[w] < 10^-8] &]]

(* Exponentials with commensurable exponents become powers of one. *)
commonExponential[f_, ks_, x_] := Module[{u = {}, base, exps, logs, ratios, y, p, unit, values},
  exps = PowerExpand[Expand[#[[2]] If[#[[1]] === E, 1, Log[#[[1]]]]]] & /@ ks;
  If[! AllTrue[exps, PolynomialQ[#, x] && Exponent[#, x] == 1 &], Return[None]];
  logs = Coefficient[#, x, 1] & /@ exps;
  ratios = Together[logs/First[logs]];
  If[! VectorQ[ratios, RationalQ], Return[None]];
  unit = First[logs] GCD @@ ratios;
  If[quietly[N[unit]] // (NumberQ[#] && Re[#] < 0) &, unit = -unit];
  p = f /. MapThread[#1 -> Together[PowerExpand[Exp[#2 /. x -> 0]]] y^Together[#3/unit] &, {ks, exps, logs}];
  p = Numerator[Together[p]];
  If[! PolynomialQ[p, y] || ! FreeQ[p, x], Return[None]];
  values = DeleteCases[DeleteDuplicates[roots[p, y, cubics, quartics]], 0];
  Sort[Join @@ branches[exponentialValue[unit, #, x] &, values]]]
exponentialValue[unit_, y_, x_] := Module[{c = newParameter[]},
  {integerCondition[Expand[2 I Pi c/unit] + logarithmOver[unit, y], c]}]
(* Log[8]/(2 Log[2]) is 3/2 *)
logarithmOver[r_. Log[b_Integer], y_?RationalQ] /; RationalQ[r] && y > 0 := With[{l = logarithmTo[b, y]}, If[RationalQ[l], l/r, Log[y]/(r Log[b])]]
logarithmOver[unit_, y_] := Expand[Log[y]/unit]

(* a x + b + c E^(d x + e) and x^n E^(d x) == c, by the Lambert function. *)
lambert[f_, x_] := Module[{terms, expo, lin, a, b, c, d, k},
  terms = If[Head[f] === Plus, List @@ f, {f}];
  terms = Expand[f] // If[Head[#] === Plus, List @@ #, {#}] &;
  expo = Select[terms, ! FreeQ[#, Power[base_, u_] /; FreeQ[base, x] && ! FreeQ[u, x]] &];
  If[Length[expo] =!= 1, Return[None]];
  lin = Total[Complement[terms, expo]];
  expo = First[expo];
  Module[{parts = If[Head[expo] === Times, List @@ expo, {expo}], e, coefficient, u, base, n, w, y},
    e = Select[parts, ! FreeQ[#, x] && MatchQ[#, Power[b0_, _] /; FreeQ[b0, x]] &];
    coefficient = Times @@ Complement[parts, e];
    If[Length[e] =!= 1, Return[None]];
    {base, u} = List @@ First[e];
    If[! PolynomialQ[u, x] || Exponent[u, x] =!= 1, Return[None]];
    d = Coefficient[u, x, 1] If[base === E, 1, Log[base]];
    coefficient = coefficient If[base === E, Exp[u /. x -> 0], base^(u /. x -> 0)];
    Which[
      FreeQ[coefficient, x] && PolynomialQ[lin, x] && Exponent[lin, x] == 1,
        (* a x + b + c E^(d x) == 0: x = -b/a - W(c d/a E^(-b d/a))/d *)
        a = Coefficient[lin, x, 1]; b = Coefficient[lin, x, 0];
        k = newParameter[];
        {integerCondition[Expand[-b/a] - ProductLog[k, Together[coefficient d/a] Exp[Together[-b d/a]]]/d, k]},
      FreeQ[lin, x] && MatchQ[coefficient, _. x] && FreeQ[coefficient/x, x],
        (* c x E^(d x) == y *)
        k = newParameter[];
        {integerCondition[ProductLog[k, Together[-lin d/(coefficient/x)]]/d, k]},
      MatchQ[{coefficient, lin}, {_?NumericQ, _. x | _. Power[x, _Integer?Positive]}] && FreeQ[lin/x^Exponent[lin, x], x] && NumericQ[lin/x^Exponent[lin, x]] && NumericQ[d],
        (* c E^(d x) + b x^n == 0: x = -(n/d) W(-(d/n) w) for the roots w of w^n == -c/b *)
        n = Exponent[lin, x];
        w = roots[y^n + coefficient/(lin/x^n), y, cubics, quartics];
        Join @@ branches[Function[q, k = newParameter[]; {integerCondition[Together[-n/d] ProductLog[k, Together[-d q/n]], k]}], w],
      True, None]]]

(* a x + b + c Log[d x + e] == 0: an exponential equation for u = Log[d x + e]. *)
logarithmAndLinear[f_, ks_, x_] := Module[{log = Cases[ks, Log[u_] /; PolynomialQ[u, x] && Exponent[u, x] === 1], u, y, g, r},
  If[Length[log] =!= 1 || Complement[ks, log] =!= {x}, Return[None]];
  u = log[[1, 1]];
  g = f /. First[log] -> y;
  If[! PolynomialQ[g, {x, y}] || Exponent[g, y] =!= 1 || Exponent[g, x] =!= 1 || ! FreeQ[Coefficient[g, y, 1], x], Return[None]];
  r = lambert[Expand[g /. x -> (E^y - Coefficient[u, x, 0])/Coefficient[u, x, 1]], y];
  If[! ListQ[r], Return[None]];
  r = Replace[r, {ConditionalExpression[v_, c_] :> ConditionalExpression[Simplify[(E^v - Coefficient[u, x, 0])/Coefficient[u, x, 1]], c]}, {1}];
  (* the logarithm is the principal one: at most the branches 0 and -1 *)
  r = Flatten[Replace[r, ConditionalExpression[v_, _] :> With[{k = Cases[{v}, _parameter, {0, Infinity}]}, If[k === {}, v, {v /. First[k] -> -1, v /. First[k] -> 0}]], {1}]] //. Power[E, a_. - (w : ProductLog[___, z_])] :> E^a w/z;
  r = Simplify /@ If[FreeQ[f, _?(! NumericQ[#] && Head[#] === Symbol && # =!= x && Context[#] =!= "System`" &)], r, DeleteCases[r, e_ /; ! FreeQ[e, ProductLog[-1, _]]]];
  Select[r, ! NumericQ[#] || verify[f, x, #] &]]

(* Sums of logarithms are joined. *)
logarithms[f_, ks_, x_] := Module[{t, logs, rest, coefficients, sols},
  If[! AllTrue[ks, MatchQ[#, _Log] &], Return[None]];
  t = Expand[f];
  t = If[Head[t] === Plus, List @@ t, {t}];
  logs = Select[t, ! FreeQ[#, x] &]; rest = Total[Select[t, FreeQ[#, x] &]];
  If[! AllTrue[logs, MatchQ[#, (c_. Log[_]) /; RationalQ[c]] &], Return[None]];
  coefficients = Replace[logs, c_. Log[u_] :> {c, u}, {1}];
  sols = solveFor[Times @@ (#[[2]]^#[[1]] & /@ coefficients) - Exp[-rest], x];
  If[! ListQ[sols], Return[sols]];
  Select[sols, verify[f, x, bare[#]] &]]

(* Trigonometric and hyperbolic functions of commensurable arguments become powers of one exponential. *)
trigHeads = {Sin, Cos, Tan, Cot, Sec, Csc};
hyperbolicHeads = {Sinh, Cosh, Tanh, Coth, Sech, Csch};
trigonometric[f_, ks_, x_] := Module[{args, u, ratios, unit, y, p, values, hyperbolic, r, t},
  If[! AllTrue[ks, MemberQ[trigHeads, Head[#]] &] && ! AllTrue[ks, MemberQ[hyperbolicHeads, Head[#]] || MatchQ[#, Power[E, _]] &], Return[None]];
  hyperbolic = MemberQ[hyperbolicHeads, Head[First[ks]]] || MatchQ[First[ks], Power[E, _]];
  args = DeleteDuplicates[Last /@ ks];
  If[! AllTrue[args, PolynomialQ[#, x] && Exponent[#, x] == 1 && (# /. x -> 0) === 0 &],
    If[Length[args] == 1, Return[trigInverse[f, ks, First[args], x]], Return[None]]];
  ratios = Together[Coefficient[#, x, 1]/Coefficient[First[args], x, 1] & /@ args];
  If[! VectorQ[ratios, RationalQ], Return[None]];
  unit = Coefficient[First[args], x, 1] GCD @@ ratios;
  If[! hyperbolic && Length[args] == 1, Return[trigInverse[f, ks, First[args], x]]];
  p = Numerator[Together[TrigToExp[f] /. Power[E, v_] :> y^Together[v/(x unit If[hyperbolic, 1, I])]]];
  If[! PolynomialQ[p, y] || ! FreeQ[p, x], Return[None]];
  values = DeleteCases[DeleteDuplicates[roots[p, y, cubics, quartics]], 0];
  r = branches[exponentialAngle[#, unit, hyperbolic, x] &, values];
  Sort[Join @@ r]]
exponentialAngle[y_, unit_, hyperbolic_, x_] := Module[{c = newParameter[], v},
  v = If[hyperbolic, Expand[(2 I Pi c + Log[y])/unit], Expand[angleOf[y]/unit + 2 Pi c/unit]];
  {integerCondition[v, c]}]
angleOf[y_] := With[{l = If[NumericQ[y], Module[{a = Arg[y], r = Abs[y]}, If[zeroQ[r - 1] && RationalQ[quietly[Rationalize[N[a/Pi], 10^-9]]] && Denominator[Rationalize[N[a/Pi], 10^-9]] < 100, Rationalize[N[a/Pi], 10^-9] Pi, None]], None]},
  If[l === None, -I Log[y], l]]

(* Functions of one argument u: by Sin, Cos -> one kernel, else the tangent of the half angle. *)
trigInverse[f_, ks_, u_, x_] := Module[{s, c, p, t, values, r, solutions, g},
  p = f /. {Tan[u] -> s/c, Cot[u] -> c/s, Sec[u] -> 1/c, Csc[u] -> 1/s, Sin[u] -> s, Cos[u] -> c};
  p = Numerator[Together[p]];
  If[! FreeQ[p, x], Return[None]];
  (* a Sin + b Cos == 0 *)
  If[MatchQ[Together[p /. {s -> t s, c -> t c}] // Factor, _] && homogeneousQ[p, s, c],
    p = Numerator[Together[p /. {s -> t, c -> 1}]];
    values = DeleteDuplicates[roots[p, t, cubics, quartics]];
    Return[Sort[Join @@ branches[invert[Tan[u], #, x] &, values]]]];
  g = Which[FreeQ[p, c] , {Sin, s}, FreeQ[p, s], {Cos, c}, True,
    Which[
      EvenQ[Exponent[p, c]] && FreeQ[p /. Power[c, n_?EvenQ] -> 1, c], p = Expand[p /. Power[c, n_?EvenQ] :> (1 - s^2)^(n/2)]; {Sin, s},
      EvenQ[Exponent[p, s]] && FreeQ[p /. Power[s, n_?EvenQ] -> 1, s], p = Expand[p /. Power[s, n_?EvenQ] :> (1 - c^2)^(n/2)]; {Cos, c},
      True, None]];
  If[g =!= None,
    values = DeleteDuplicates[roots[p, g[[2]], cubics, quartics]];
    r = branches[invert[g[[1]][u], #, x] &, values];
    Return[Sort[DeleteDuplicates[Join @@ r]]]];
  p = Numerator[Together[p /. {s -> 2 t/(1 + t^2), c -> (1 - t^2)/(1 + t^2)}]];
  values = DeleteDuplicates[roots[p, t, cubics, quartics]];
  values = 2 ArcTan[#] & /@ values;
  If[zeroQ[f /. u -> Pi], AppendTo[values, Pi]];
  Sort[periodic[u, values, 2 Pi, x]]]
homogeneousQ[p_, s_, c_] := Module[{t, q}, q = Expand[p /. {s -> t s, c -> t c}]; Length[DeleteDuplicates[Exponent[#, t] & /@ If[Head[q] === Plus, List @@ q, {q}]]] === 1 && ! FreeQ[p, s] && ! FreeQ[p, c]]

(* Absolute values: both signs are tried. *)
absolute[f_, ks_, x_] := Module[{as, cases, sols},
  as = Select[ks, MatchQ[#, _Abs | _RealAbs | Power[Power[_, 2], 1/2]] &];
  If[as === {} || Length[as] > 4, Return[None]];
  usedInverse = True;
  sols = Function[signs, Module[{r = solveFor[f /. Thread[as -> MapThread[Times, {signs, First /@ as}]], x]}, If[ListQ[r], r, $failed]]] /@ Tuples[{1, -1}, Length[as]];
  If[! FreeQ[sols, $failed], Return[$failed]];
  Select[Union @@ sols, verify[f, x, bare[#]] &]]

(* ---- systems *)
solveSystem[eqs0_, vars_] := Module[{eqs = quietly[Numerator[Together[#]]] & /@ eqs0, dens, sols, present},
  eqs = DeleteCases[eqs, 0];
  If[AnyTrue[eqs, FreeQ[#, Alternatives @@ vars] && ! zeroQ[#] &], Return[{}]];
  eqs = Select[eqs, ! FreeQ[#, Alternatives @@ vars] &];
  If[eqs === {}, incomplete = vars =!= {}; Return[{{}}]];
  dens = Select[quietly[Denominator[Together[#]]] & /@ eqs0, ! FreeQ[#, Alternatives @@ vars] &];
  sols = Which[
    AllTrue[eqs, linearQ[#, vars] &], linearSystem[eqs, vars],
    AllTrue[eqs, PolynomialQ[#, vars] &], polynomialSystem[eqs, vars],
    True, generalSystem[eqs, vars]];
  If[! ListQ[sols], Return[sols]];
  If[dens =!= {}, sols = Select[sols, Function[s, ! AnyTrue[dens, zeroQ[quietly[# /. (s /. ConditionalExpression[v_, _] :> v)]] &]]]];
  sols]

linearQ[e_, vars_] := PolynomialQ[e, vars] && Max[0, Total /@ (Exponent[#, vars] & /@ termsOf[Expand[e], vars])] <= 1
termsOf[e_, vars_] := If[Head[e] === Plus, List @@ e, {e}]

(* Later variables in terms of earlier ones. *)
linearSystem[eqs_, vars_] := Module[{rows, n = Length[vars], order = Reverse[vars], m, pivots = {}, r = 1, col, i, sols, inexact},
  inexact = ! FreeQ[eqs, _Real];
  rows = Function[e, Append[Coefficient[e, #] & /@ order, -(e /. Thread[vars -> 0])]] /@ (Expand /@ eqs);
  m = rows;
  Do[
    i = pivotRow[m, r, col];
    If[i === None, Continue[]];
    {m[[r]], m[[i]]} = {m[[i]], m[[r]]};
    m[[r]] = Together[m[[r]]/m[[r, col]]];
    Do[If[j =!= r && m[[j, col]] =!= 0, m[[j]] = Together[m[[j]] - m[[j, col]] m[[r]]]], {j, Length[m]}];
    AppendTo[pivots, col];
    r++;
    If[r > Length[m], Break[]], {col, n}];
  If[AnyTrue[Drop[m, r - 1], ! zeroQ[Last[#]] &], Return[{}]];
  If[Length[pivots] < n, incomplete = True];
  sols = Table[order[[pivots[[k]]]] -> tidy[m[[k, n + 1]] - Sum[m[[k, c]] order[[c]], {c, Complement[Range[n], pivots]}], inexact || Length[pivots] < n], {k, Length[pivots]}];
  {SortBy[sols, Position[vars, First[#]] &]}]
pivotRow[m_, r_, col_] := Module[{candidates = Select[Range[r, Length[m]], ! zeroQ[m[[#, col]]] &]},
  If[candidates === {}, None, First[SortBy[candidates, {! NumberQ[m[[#, col]]], LeafCount[m[[#, col]]]} &]]]]
tidy[e_, plain_] := Which[NumberQ[e], e, plain, With[{t = Together[e]}, If[NumberQ[Denominator[t]], Expand[t], t]], True, Factor[e]]

polynomialSystem[eqs_, vars_] := Module[{basis, sols},
  If[! FreeQ[eqs, _Real], Return[numericSystem[eqs, vars]]];
  basis = GroebnerBasis[eqs, Reverse[vars]];
  If[! ListQ[basis], Return[$failed]];
  If[AnyTrue[basis, FreeQ[#, Alternatives @@ vars] && NumericQ[#] &], Return[{}]];
  (* A basis element in the parameters alone: no generic solutions. *)
  If[AnyTrue[basis, FreeQ[#, Alternatives @@ vars] &], Return[{}]];
  sols = triangular[basis, vars, {}];
  If[! FreeQ[sols, $failed], Return[$failed]];
  If[AnyTrue[sols, Length[#] < Length[vars] &], incomplete = True];
  Sort[Function[s, Select[Thread[vars -> (vars /. s)], First[#] =!= Last[#] &]] /@ DeleteDuplicates[sols]]]

triangular[polys0_, vars_, sol_] := Module[{polys, p, v, values},
  polys = DeleteCases[reduceZero /@ polys0, 0];
  polys = Select[polys, ! (FreeQ[#, Alternatives @@ vars] && zeroQ[#]) &];
  If[AnyTrue[polys, FreeQ[#, Alternatives @@ vars] &], Return[{}]];
  If[polys === {}, Return[{sol}]];
  p = First[SortBy[polys, {Count[vars, w_ /; ! FreeQ[#, w]], Exponent[#, Last[Select[vars, Function[w, ! FreeQ[#, w]]]]], LeafCount[#]} &]];
  v = Last[Select[vars, ! FreeQ[p, #] &]];
  values = solveFor[p, v];
  If[! ListQ[values], Return[{$failed}]];
  values = DeleteDuplicates[values];
  polys = DeleteCases[polys, p];
  Join @@ (Function[value, triangular[polys /. v -> value, DeleteCases[vars, v], Append[sol /. v -> value, v -> value] // MapAt[settle, #, {All, 2}] &]] /@ values)]
settle[e_] := If[NumericQ[e] && ! NumberQ[e] && LeafCount[e] > 6 && FreeQ[e, _Real], settled[e], e]
settled[e_] := settled[e] = Module[{r = quietly[TimeConstrained[RootReduce[e], 3, e]]}, If[FreeQ[r, Root] || ! FreeQ[e, Root], r, Expand[e]]]
reduceZero[p_] := Module[{q = Expand[p], t}, If[NumericQ[q] && zeroQ[q], 0, If[FreeQ[q, _Power?NumericQ | _Root], q, cleanCoefficients[q]]]]
cleanCoefficients[q_] := Module[{vars = Variables[q]}, If[NumericQ[q], q, Collect[q, vars, If[NumericQ[#] && zeroQ[#], 0, settle[#]] &]]]

numericSystem[eqs_, vars_] := Module[{exact = Rationalize[eqs, 0], s},
  s = polynomialSystem[exact, vars];
  If[! ListQ[s], Return[$failed]];
  Sort[N[s]]]

(* Solve one equation for one variable, put it in, go on. *)
generalSystem[eqs_, vars_] := Module[{best = None, e, v, values, rest},
  (* A one-variable equation first, then any that is solvable; a kernel that all equations share is taken as a variable. *)
  Module[{candidates = SortBy[Flatten[Table[{i, w}, {i, Length[eqs]}, {w, Select[vars, ! FreeQ[eqs[[i]], #] &]}], 1], {Count[vars, u_ /; ! FreeQ[eqs[[#[[1]]]], u]], ! PolynomialQ[eqs[[#[[1]]]], #[[2]]], Exponent[eqs[[#[[1]]]], #[[2]]]} &]},
    Do[
      values = solveFor[eqs[[c[[1]]]], c[[2]]];
      If[ListQ[values], best = c; Break[]], {c, candidates}]];
  If[best === None, Return[$failed]];
  v = best[[2]];
  rest = Delete[eqs, best[[1]]];
  values = Function[value, Module[{sub = solveSystem[rest /. v -> bare[value], DeleteCases[vars, v]]},
    If[ListQ[sub], Append[#, v -> (value /. (# /. ConditionalExpression[w_, _] :> w))] & /@ sub, $failed]]] /@ values;
  If[! FreeQ[values, $failed], Return[$failed]];
  values = Join @@ values;
  Function[s, Select[Thread[vars -> (vars /. s)], First[#] =!= Last[#] &]] /@ values // Sort]

(* ---- side conditions *)
realOnly[sols_, vars_] := DeleteCases[Function[s, realRules[s]] /@ Join @@ (lambertBranches /@ sols), None]
(* Of the branches of ProductLog the two are real that are numbered 0 and -1, above -1/E and from there to 0. *)
lambertBranches[s_] := Module[{k = Union[Cases[s, ProductLog[p_parameter, a_] :> {p, a}, {0, Infinity}]], p, a},
  If[Length[k] =!= 1, Return[{s}]];
  {p, a} = First[k];
  If[! FreeQ[(s /. ProductLog[p, a] -> 0) /. (ConditionalExpression[v_, _] :> v), p], Return[{s}]];
  Join @@ MapThread[Function[{branch, c}, With[{r = (s /. (ConditionalExpression[v_, _] :> v)) /. ProductLog[p, a] -> branch},
      Which[c === True, {r}, c === False, {}, True, {Thread[(First /@ r) -> (ConditionalExpression[#, c] & /@ (Last /@ r))]}]]],
    {{ProductLog[-1, a], ProductLog[a]}, If[NumericQ[a], {TrueQ[-1/E <= a < 0], TrueQ[a >= -1/E]}, {-1/E <= a < 0, a >= -1/E}]}]]
(* A parameter that several values share has one value in all of them. *)
realRules[s_] /; Length[s] > 1 && AnyTrue[Union[Cases[s, parameter[_Integer], {0, Infinity}]], Function[q, Count[Last /@ s, v_ /; ! FreeQ[v /. ConditionalExpression[w_, _] :> w, q]] > 1]] := Module[{ps = Union[Cases[s, parameter[_Integer], {0, Infinity}]], plain = s /. (ConditionalExpression[v_, _] :> v), im},
  im = Table[With[{v = quietly[N[(Last /@ plain) /. (# -> k & /@ ps), 25]]}, VectorQ[v, NumberQ] && AllTrue[v, zeroQ[Im[#]] &]], {k, {0, 1, 2}}];
  Which[AllTrue[im, TrueQ], s, First[im], plain /. (# -> 0 & /@ ps), VectorQ[Last /@ (plain /. (# -> 0 & /@ ps)), NumericQ], None, True, With[{r = realValue /@ (Last /@ plain)}, If[MemberQ[r, None], None, s]]]]
realRules[s_] := Module[{r = realValue /@ (Last /@ s)},
  If[MemberQ[r, None], None, Thread[(First /@ s) -> r]]]
realValue[ConditionalExpression[v_, c_]] := Module[{w, ps = Union[Cases[v, parameter[_Integer], {0, Infinity}]], im},
  (* Real for every value of the parameter, for none, or for the value 0. *)
  If[ps === {}, Return[With[{u = realValue[v]}, If[u === None, None, addCondition[u, c]]]]];
  im = If[NumericQ[v /. (# -> 1 & /@ ps)], Chop[Im[N[v /. (# -> #2 & @@@ Thread[{ps, #}])]] & /@ ConstantArray[#, Length[ps]] & /@ {0, 1, 2}, 10^-10], {0, 0, 0}];
  im = Flatten[im];
  Which[
    AllTrue[im, # == 0 &], ConditionalExpression[v, c],
    im[[1]] == 0, v /. (# -> 0 & /@ ps),
    True, None]]
realValue[v_?NumericQ] := With[{n = quietly[N[v, 25]]}, If[zeroQ[Im[n]], v, None]]
realValue[v_] := Module[{rads = Union[Cases[v, Power[b_, r_Rational] /; EvenQ[Denominator[r]] && ! NumericQ[b] :> b, {0, Infinity}]], cond},
  If[! FreeQ[v, _Complex] && FreeQ[rads, _Symbol], Return[None]];
  If[! FreeQ[v, _Complex], Return[None]];
  If[rads === {}, v, ConditionalExpression[v, And @@ (# >= 0 & /@ rads) /. GreaterEqual -> Greater]]]

restrict[sols_, sides_, vars_] := Module[{r = Join @@ (restrictOne[#, sides, vars] & /@ sols)},
  If[Length[vars] == 1 && ! FreeQ[sols, parameter] && AllTrue[r, NumericQ[Last[First[#]]] &], SortBy[r, N[Last[First[#]]] &], r]]
restrictOne[s_, sides_, vars_] := Module[{plain = s /. ConditionalExpression[v_, _] :> v, conditions, params, open, tests},
  conditions = And @@ Cases[Last /@ s, ConditionalExpression[_, c_] :> c];
  params = Union[Cases[Last /@ s, parameter[_Integer], {0, Infinity}]];
  tests = And @@ (sides /. plain);
  If[params =!= {} && Length[params] == 1,
    Return[enumerate[plain, tests, First[params], s]]];
  tests = decide[tests];
  Which[tests === True, {s}, tests === False, {},
    True, {Function[r, r[[1]] -> addCondition[r[[2]], tests]] /@ s}]]
decide[e_And] := And @@ (decide /@ List @@ e)
decide[e_Or] := Or @@ (decide /@ List @@ e)
decide[Not[e_]] := Not[decide[e]]
decide[e_] := Module[{t = quietly[e], n},
  If[MemberQ[{True, False}, t], Return[t]];
  If[MatchQ[t, (Less | LessEqual | Greater | GreaterEqual)[_?NumericQ, _?NumericQ]],
    n = quietly[N[List @@ t, 30]];
    If[AllTrue[n, zeroQ[Im[#]] &], Return[TrueQ[Head[t] @@ Re[n]]], Return[False]]];
  If[MatchQ[t, Unequal[_?NumericQ, _?NumericQ]], Return[! zeroQ[t[[1]] - t[[2]]]]];
  If[MatchQ[t, Element[_?NumericQ, Reals]], Return[zeroQ[Im[N[First[t], 25]]]]];
  If[MatchQ[t, Element[_?NumericQ, Integers]], Return[zeroQ[FractionalPart[N[First[t], 25]]]]];
  t]
(* Solutions with one integer parameter under bounds: those of the values that satisfy them. *)
enumerate[plain_, tests_, c_, s_] := Module[{ok, range = 60},
  ok = Select[Range[-range, range], TrueQ[decide[tests /. c -> #]] &];
  If[ok === {}, Return[{}]];
  If[MemberQ[ok, range] || MemberQ[ok, -range],
    Return[{Function[r, r[[1]] -> addCondition[r[[2]], tests]] /@ s}]];
  SortBy[(plain /. c -> #) & /@ ok, N[Last /@ #] &]]

assumed[sols_, assumptions_] := Module[{r = Select[sols, ! MatchQ[Quiet[assumptions /. #], False] &]},
  r = Assuming[assumptions, Simplify[r]];
  Select[r, FreeQ[#, Undefined] &]]

(* ---- other domains *)
modularSolve[eqs_, vars_, m_] := Module[{systems = alternatives[eqs] /. {Equal[a_, b_] :> equation[a - b], Unequal[a_, b_] :> nonequation[a - b]}, found},
  If[! IntegerQ[m] || m^Length[vars] > 10^6, message["nsmet", who]; Return[$Unevaluated]];
  found = Select[Tuples[Range[0, m - 1], Length[vars]], Function[t, AnyTrue[systems, Function[s, AllTrue[s, Function[q, modularTest[q /. Thread[vars -> t], m]]]]]]];
  Thread[vars -> #] & /@ found]
modularTest[equation[a_], m_] := IntegerQ[a] && Mod[a, m] == 0
modularTest[nonequation[a_], m_] := IntegerQ[a] && Mod[a, m] != 0
modularTest[_, _] := False

inequalitySolve[conditions_, vars_, dom_] := Module[{r},
  r = Reduce[And @@ conditions, vars, If[dom === Complexes, Reals, dom]];
  Which[r === False, {}, r === True, {{}},
    ! FreeQ[r, Reduce], {$failed},
    True, Module[{parts = If[Head[r] === Or, List @@ r, {r}]},
      If[AllTrue[parts, MatchQ[#, Equal[v_, _] /; MemberQ[vars, v]] || (Head[#] === And && AllTrue[List @@ #, Function[q, Head[q] === Equal]]) &],
        ({#} /. And -> Sequence // Flatten // Map[Rule @@ # &]) & /@ parts,
        If[Length[vars] == 1, {First[vars] -> ConditionalExpression[First[vars], #]} & /@ parts, {$failed}]]]]]

(* Integers: one equation through its solutions, everything else through Reduce. *)
whole[v_] := With[{n = quietly[N[v, 25]]}, If[NumberQ[n] && zeroQ[n - Round[Re[n]]], Round[Re[n]], v]]
integerSolve[eqs_, sides_, vars_] := Module[{sols, r},
  If[Length[vars] == 1 && eqs =!= {} && FreeQ[{eqs, sides}, Mod | Divisible | Prime],
    sols = solveFor[First[eqs], First[vars]];
    If[sols === All, Return[{{}}]];
    If[ListQ[sols] && VectorQ[bare /@ sols, NumericQ[#] || FreeQ[#, First[vars] | parameter] &],
      sols = DeleteDuplicates[If[NumericQ[#], whole[#], #] & /@ Select[sols, IntegerQ[whole[bare[#]]] || ! NumericQ[#] &]];
      sols = filterEquations[{First[vars] -> #} & /@ sols, Rest[eqs]];
      Return[If[sides === {}, sols, restrict[sols, sides, vars]]]]];
  r = Reduce[And @@ Join[# == 0 & /@ eqs, sides], vars, Integers];
  If[! FreeQ[r, Reduce], Return[{$failed}]];
  If[r === False, Return[{}]];
  Module[{parts = If[Head[r] === Or, List @@ r, {r}]}, fromReduced[#, vars] & /@ parts]]
fromReduced[part_, vars_] := Module[{l = If[Head[part] === And, List @@ part, {part}], rules, conditions, free, names, used},
  rules = Cases[l, Equal[v_, e_] /; MemberQ[vars, v] :> (v -> e)];
  conditions = DeleteCases[l, Equal[v_, e_] /; MemberQ[vars, v]];
  (* A variable that is bounded only becomes a parameter. *)
  free = Select[Complement[vars, First /@ rules], ! FreeQ[conditions, #] &];
  names = Thread[free -> Take[DeleteCases[parameter /@ Range[Length[free] + 20], q_ /; ! FreeQ[l, q]], Length[free]]];
  conditions = And @@ (System`Library`solving`integers`wholeBounds /@ conditions /. names);
  rules = Sort[Join[rules /. (v_ -> e_) :> (v -> (e /. names)), names]];
  rules = Select[Thread[vars -> (vars /. rules)], First[#] =!= Last[#] &];
  If[conditions === True, rules, Function[q, q[[1]] -> ConditionalExpression[q[[2]], conditions]] /@ rules]]
