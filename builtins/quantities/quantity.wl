(* quantity.wl - Quantity and what is done with it: conversion, arithmetic, comparison, print. *)

LoadUnit["quantities/units"];
Unprotect[Quantity];
canonical = System`Library`quantities`units`canonicalUnit;
siForm = System`Library`quantities`units`siForm;
compatible = System`Library`quantities`units`compatible;
baseUnit = System`Library`quantities`units`baseUnit;
dimensionsOf = System`Library`quantities`units`dimensionsOf;
offsets := System`Library`quantities`units`$offsets;
differences := System`Library`quantities`units`$differences;
unitOf[u_] := If[u === 1, "PureUnities", u];

(* ---- Quantity[m, unit]: names made canonical; numbers without a unit are numbers *)
SetAttributes[quantity, HoldRest];
quantity[s_String] := fromText[s];
quantity[u_] := With[{c = canonical[u]}, If[c === $Failed, unknown[u], Quantity[1, c]]] /; unitLike[u];
quantity[m_List, u_List] := If[Length[m] === Length[u], MapThread[Quantity, {m, u}], $Unevaluated];
quantity[m_List, u_] := Map[Quantity[#, u] &, m];
quantity[Quantity[m_, u_], v_] := Quantity[m, u*v];
quantity[m_MixedMagnitude, u_MixedUnit] := $Unevaluated;
quantity[m_, n_?NumericQ] := m*n;
(* What NetTrain counts is no unit of measurement. *)
quantity[m_, u : ("Rounds" | "Batches" | "Examples")] := With[{v = ToLowerCase[u]}, Quantity[m, IndependentUnit[v]]];
quantity[m_, u_] := Module[{c},
  If[! unitLike[u], Return[$Unevaluated]];
  c = canonical[u];
  Which[c === $Failed, unknown[u], c === u, $Unevaluated, True, Quantity[m, Evaluate[c]]]];
quantity[___] := $Unevaluated;
unitLike[u_] := StringQ[u] || MatchQ[u, _Times | _Power | _MixedUnit] && ! FreeQ[u, _String];
SetAttributes[unknown, HoldFirst];
unknown[u_] := (Message[Quantity::unkunit, u]; $Unevaluated);

(* Quantity["3.5 km"], Quantity["Meters"] *)
fromText[s_] := Module[{c = canonical[s], m},
  If[c =!= $Failed, Return[Quantity[1, Evaluate[c]]]];
  m = StringCases[s, StartOfString ~~ Whitespace ... ~~ n : NumberString ~~ Whitespace ... ~~ u__ ~~ EndOfString :> {n, u}];
  If[m === {}, Return[unknown[s]]];
  c = canonical[StringTrim[m[[1, 2]]]];
  If[c === $Failed, unknown[s], Quantity[ToExpression[m[[1, 1]]], Evaluate[c]]]];

(* ---- conversion *)
(* The magnitude in SI base units; scales with a zero of their own keep it. *)
absolute[m_, u_] := With[{f = First[siForm[u]]}, If[KeyExistsQ[offsets, u], f*(m + offsets[u]), f*m]];
fromAbsolute[m_, u_] := With[{f = First[siForm[u]]}, If[KeyExistsQ[offsets, u], m/f - offsets[u], m/f]];
rescale[m_, u_, u_] := m;
rescale[m_, u_, v_] := fromAbsolute[absolute[m, u], v];
mixed[Quantity[MixedMagnitude[ms_], MixedUnit[us_]]] := Total[MapThread[rescale[#1, #2, Last[us]] &, {ms, us}]];
plain[q : Quantity[_MixedMagnitude, MixedUnit[us_]]] := Quantity[mixed[q], Evaluate[Last[us]]];
plain[q_] := q;

toUnit[q_, v_MixedUnit] := toMixed[plain[q], First[v]];
toUnit[q_Quantity, v_] := With[{p = plain[q]}, With[{u = Last[p]},
  If[compatible[u, v], With[{m = rescale[First[p], u, v]}, If[v === "PureUnities", m, Quantity[m, v]]], Message[UnitConvert::compat, u, v]; $Failed]]];
toUnit[n_?NumericQ, v_] := If[compatible["PureUnities", v], Quantity[rescale[n, "PureUnities", v], v], Message[UnitConvert::compat, "PureUnities", v]; $Failed];
toUnit[_, _] := $Unevaluated;

toMixed[q_Quantity, us_] := Module[{rest, parts = {}, whole},
  If[! AllTrue[us, compatible[Last[q], #] &], Message[UnitConvert::compat, Last[q], MixedUnit[us]]; Return[$Failed]];
  rest = rescale[First[q], Last[q], Last[us]];
  Do[whole = If[u === Last[us], rest, IntegerPart[rescale[rest, Last[us], u]]];
    AppendTo[parts, whole];
    rest = rest - rescale[whole, u, Last[us]], {u, us}];
  Quantity[MixedMagnitude[Evaluate[parts]], MixedUnit[us]]];

unitConvert[q_] := unitConvert[q, "SIBase"];
unitConvert[q_List, v_] := Map[UnitConvert[#, v] &, q];
unitConvert[q_, v_List] := Map[UnitConvert[q, #] &, v];
unitConvert[s_String, v_] := With[{q = Quantity[s]}, If[Head[q] === Quantity, UnitConvert[q, v], $Unevaluated]];
unitConvert[q_, v_Quantity] := UnitConvert[q, Evaluate[Last[v]]];
unitConvert[q_Quantity, "SIBase" | "SI" | "Metric"] := With[{p = plain[q]}, With[{v = unitOf[baseUnit[Last[p]]]}, toUnit[p, v]]];
unitConvert[q_Quantity, "Imperial"] := With[{p = plain[q]}, toUnit[p, imperial[Last[p]]]];
unitConvert[q_?NumericQ, "SIBase" | "SI" | "Metric"] := q;
unitConvert[q_, v_] := With[{c = canonical[v]}, If[c === $Failed, Message[Quantity::unkunit, v]; $Unevaluated, toUnit[q, c]]];
unitConvert[___] := $Unevaluated;
imperial[u_] := baseUnit[u] /. {"Meters" -> "Feet", "Kilograms" -> "Pounds", "Kelvins" -> "DegreesFahrenheit"};

(* ---- parts and questions *)
quantityMagnitude[q_List] := Map[QuantityMagnitude, q];
quantityMagnitude[q_List, u_] := Map[QuantityMagnitude[#, u] &, q];
quantityMagnitude[Quantity[m_, _]] := m;
quantityMagnitude[x_?NumericQ] := x;
quantityMagnitude[q_, u_] := With[{r = UnitConvert[q, u]}, Which[Head[r] === Quantity, First[r], NumericQ[r], r, True, $Unevaluated]];
quantityMagnitude[x_] := x;
quantityUnit[q_List] := Map[QuantityUnit, q];
quantityUnit[Quantity[_, u_]] := u;
quantityUnit[x_] := "DimensionlessUnit";
quantityQ[Quantity[_, u_]] := canonical[u] === u;
quantityQ[_] := False;
knownUnitQ[u_] := canonical[u] =!= $Failed;
unitIn[Quantity[_, MixedUnit[us_]]] := Last[us];
unitIn[Quantity[_, u_]] := u;
unitIn[x_?NumericQ] := "PureUnities";
unitIn[u_] := canonical[u];
compatibleUnitQ[qs__] := With[{us = unitIn /@ Flatten[{qs}]}, FreeQ[us, $Failed] && SameQ @@ (dimensionsOf /@ us)];
unitDimensions[q_] := With[{u = unitIn[q]},
  If[u === $Failed, $Unevaluated, KeyValueMap[{System`Library`quantities`units`$dimension[#1], #2} &, dimensionsOf[u]] // Sort]];

(* ---- UnitSimplify: one named unit of the same dimension and size, else fewer factors *)
$named = {"Newtons", "Joules", "Watts", "Pascals", "Hertz", "Coulombs", "Volts", "Ohms", "Farads", "Webers", "Teslas", "Henries", "Siemens"};
unitSimplify[Quantity[m_, u_]] := Module[{si, found},
  si = siForm[u];
  If[Last[si] === <||>, Return[First[si]*m]];
  If[StringQ[u], Return[Quantity[m, u]]];
  found = SelectFirst[Join[$named, {"Liters"}], dimensionsOf[#] === dimensionsOf[u] && (# =!= "Liters") &];
  Which[
    ! MissingQ[found], Quantity[m*First[si]/First[siForm[found]], Evaluate[found]],
    Length[Last[si]] < Length[Cases[{u}, _String, Infinity]], Quantity[m*First[si], Evaluate[baseUnit[u]]],
    True, Quantity[m, u]]];
unitSimplify[qs_List] := Map[UnitSimplify, qs];
unitSimplify[x_] := x;
commonUnits[qs_List] := With[{us = unitIn /@ qs},
  If[FreeQ[us, $Failed] && SameQ @@ (dimensionsOf /@ us), With[{u = smallest[us]}, Map[UnitConvert[#, u] &, qs]], qs]];

(* ---- arithmetic. Sums are in the smallest of the units; a product has one unit of each dimension. *)
smallest[us_] := First[SortBy[DeleteDuplicates[us], N[First[siForm[#]]] &]];
incompatible[us_] := (Message[Quantity::compat, First[us], SelectFirst[us, ! compatible[#, First[us]] &]]; $Unevaluated);

difference[u_] := Lookup[differences, u, u];
sum[{qs__Quantity}] := Module[{ps = plain /@ {qs}, us, u},
  us = ps[[All, 2]];
  If[SameQ @@ us, u = First[us]; Return[Quantity[Total[ps[[All, 1]]], Evaluate[u]]]];
  If[! AllTrue[Rest[us], compatible[#, First[us]] &], Return[$Failed]];
  (* one temperature and differences of temperature give a temperature *)
  u = Cases[us, Alternatives @@ Keys[offsets]];
  u = If[u =!= {}, First[u], smallest[us]];
  Quantity[First[#] + Total[Rest[#]], Evaluate[u]] &[
    If[KeyExistsQ[offsets, u],
      Prepend[Map[rescale[First[#], Last[#], difference[u]] &, DeleteCases[ps, First[Cases[ps, Quantity[_, u]]], {1}, 1]], First[First[Cases[ps, Quantity[_, u]]]]],
      Map[rescale[First[#], Last[#], u] &, ps]]]];

Quantity /: Plus[q1_Quantity, q2_Quantity, rest___] :=
  With[{r = sumOf[{q1, q2, rest}]}, r /; r =!= $Failed];
sumOf[all_] := Module[{qs = Cases[all, _Quantity], others, classes},
  others = DeleteCases[all, _Quantity];
  classes = Map[sum, GatherBy[qs, dimensionsOf[Last[plain[#]]] &]];
  If[Length[classes] === Length[qs], If[OrderedQ[all], complain[classes[[All, 2]]]]; $Failed, If[! FreeQ[classes, $Failed], $Failed, Plus @@ Join[classes, others]]]];
complain[us_] := Message[Quantity::compat, us[[1]], us[[2]]];

Quantity /: Times[q1_Quantity, q2_Quantity, rest___] := With[{r = product[{q1, q2, rest}]}, r /; r =!= $Failed];
product[all_] := Module[{qs = plain /@ Cases[all, _Quantity], others, m, powers, groups, units = {}},
  others = DeleteCases[all, _Quantity];
  m = Times @@ qs[[All, 1]];
  powers = Join @@ Map[System`Library`quantities`units`factorsOf, qs[[All, 2]]];
  powers = DeleteCases[powers, {"PureUnities", _}];
  powers = KeyValueMap[List, Merge[Rule @@@ powers, Total]];
  groups = GatherBy[powers, If[StringQ[First[#]], dimensionsOf[First[#]], First[#]] &];
  Do[If[Length[g] > 1,
      With[{u = smallest[g[[All, 1]]]},
        m = m*Times @@ Map[(First[siForm[First[#]]]/First[siForm[u]])^Last[#] &, g];
        AppendTo[units, u^Total[g[[All, 2]]]]],
      AppendTo[units, Power @@ First[g]]], {g, groups}];
  (Times @@ others)*made[m, Times @@ units]];
raised[u_, n_] := Times @@ Map[First[#]^(n*Last[#]) &, System`Library`quantities`units`factorsOf[u]];
made[m_, 1] := m;
made[m_, u_] := Quantity[m, u];

Quantity /: Times[n_?NumericQ, Quantity[m_, u_]] := Quantity[n*m, u] /; Head[m] =!= MixedMagnitude;
Quantity /: Times[n_?NumericQ, q : Quantity[_MixedMagnitude, u_MixedUnit]] := toMixed[n*plain[q], First[u]];
Quantity /: Power[q : Quantity[m_, u_], n_?NumericQ] := With[{p = plain[q]}, made[First[p]^n, raised[Last[p], n]]];

(* ---- comparison *)
comparable[qs_] := SameQ @@ Map[If[Head[#] === Quantity, dimensionsOf[Last[plain[#]]], <||>] &, qs];
value[q_Quantity] := With[{p = plain[q]}, absolute[First[p], Last[p]]];
value[x_] := x;
compared[f_, qs_] := Which[
  comparable[qs], f @@ (value /@ qs),
  comparable[DeleteCases[qs, 0 | 0.]], f @@ (value /@ qs),
  MemberQ[{Equal, SameQ}, f], If[AllTrue[qs, Head[#] === Quantity || NumericQ[#] &], False, $Failed],
  f === Unequal, If[AllTrue[qs, Head[#] === Quantity || NumericQ[#] &], True, $Failed],
  True, complain[Map[If[Head[#] === Quantity, Last[plain[#]], "PureUnities"] &, Select[qs, ! compatibleUnitQ[#, First[qs]] &, 1] ~Join~ {First[qs]}] // Reverse]; $Failed];
Do[With[{f = f}, Quantity /: f[a___, q_Quantity, b___] := With[{r = compared[f, {a, q, b}]}, r /; r =!= $Failed] /; Length[{a, b}] > 0 && FreeQ[{a}, Quantity]],
  {f, {Equal, Unequal, Less, LessEqual, Greater, GreaterEqual}}];
extreme[f_, qs_] := If[comparable[qs], First[SortBy[qs, If[f === Max, -N[value[#]], N[value[#]]] &]], $Failed];
Do[With[{f = f}, Quantity /: f[q1_Quantity, qs__Quantity] := With[{r = extreme[f, {q1, qs}]}, r /; r =!= $Failed]], {f, {Max, Min}}];

(* ---- functions of the magnitude *)
Do[With[{f = f}, Quantity /: f[Quantity[m_, u_]] := Quantity[f[m], u]],
  {f, {Abs, Floor, Ceiling, Round, IntegerPart, FractionalPart, Re, Im, Conjugate, Chop}}];
Do[With[{f = f}, Quantity /: f[Quantity[m_, _]] := f[m]], {f, {Positive, Negative, NonNegative, NonPositive, Sign, UnitStep}}];
Do[With[{f = f}, Quantity /: f[q_Quantity, r_Quantity] :=
    With[{u = Last[r], m = QuantityMagnitude[q, Last[r]]}, Quantity[f[m, First[r]], u] /; NumericQ[m]]], {f, {Round, Floor, Ceiling, Mod}}];
Quantity /: Quotient[q_Quantity, r_Quantity] := With[{m = QuantityMagnitude[q, Last[r]]}, Quotient[m, First[r]] /; NumericQ[m]];
Do[With[{f = f}, Quantity /: f[Quantity[m_, u_]] := f[rescale[m, u, "Radians"]] /; dimensionsOf[u] === <|"Radians" -> 1|>],
  {f, {Sin, Cos, Tan, Cot, Sec, Csc}}];
Quantity /: Range[a_Quantity, b_Quantity, d_Quantity] := With[{u = Last[a]},
  With[{x = QuantityMagnitude[b, u], y = QuantityMagnitude[d, u]}, Map[Quantity[#, u] &, Range[First[a], x, y]]]];
Quantity /: Range[a_Quantity, b_Quantity] := Range[a, b, Quantity[1, Evaluate[Last[a]]]];
Quantity /: Subdivide[a_Quantity, b_Quantity, n_Integer] := With[{u = Last[a]}, Map[Quantity[#, u] &, Subdivide[First[a], QuantityMagnitude[b, u], n]]];

(* ---- print *)
shown[Quantity[m_, u_String]] := Switch[u,
  "USDollars", Row[{"$", m}], "Percent", Row[{m, "%"}], "PureUnities", m,
  _, Row[{m, " ", System`Library`quantities`units`unitPhrase[u, m =!= 1]}]];
shown[Quantity[m_, u_]] := Row[{m, " ", System`Library`quantities`units`unitPhrase[u, m =!= 1]}];
Format[Quantity[MixedMagnitude[ms_List], MixedUnit[us_List]], OutputForm] := Row[MapThread[shown[Quantity[#1, #2]] &, {ms, us}], " "];
Format[Quantity[m_, u_], OutputForm] := shown[Quantity[m, u]] /; canonical[u] === u;
textForm[q : Quantity[m_, u_]] := With[{s = System`Library`quantities`units`unitSymbols[u]},
  Which[u === "USDollars", "$" <> TextString[m], u === "Percent", TextString[m] <> "%",
    s === $Failed, ToString[q], True, TextString[m] <> " " <> s]];

(* QuantityArray[array, unit]: the array of quantities; a list of units belongs to the last level *)
quantityArray[a_?ArrayQ, u : (_String | _Times | _Power)] := Map[Quantity[#, u] &, a, {-1}];
quantityArray[a_?ArrayQ, us_List] /; Last[Dimensions[a]] === Length[us] := Map[MapThread[Quantity, {#, us}] &, a, {ArrayDepth[a] - 1}];
quantityArray[qs_List] := qs /; AllTrue[Flatten[qs], QuantityQ];
quantityArray[___] := $Unevaluated;

Protect[Quantity];
