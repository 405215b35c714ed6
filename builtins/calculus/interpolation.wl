(* interpolation.wl - making InterpolatingFunction objects, and evaluating them exactly or in several dimensions. *)

no = $Failed;
option[o_, name_, default_] := name /. Flatten[{o}] /. name -> default;

(* ---- making *)
interpolation[data_List, opts : (_Rule | _RuleDelayed) ...] := With[{r = make[data, {opts}]}, If[r === no, Message[Interpolation::innd, HoldForm[Interpolation[data]]]; $Unevaluated, r]];
interpolation[data_List, x_, opts : (_Rule | _RuleDelayed) ...] := With[{f = make[data, {opts}]}, If[f === no, $Unevaluated, f[x]]];
interpolation[___] := $Unevaluated;
make[data_, opts_] := Module[{order = option[opts, InterpolationOrder, 3], method = option[opts, Method, Automatic], points, values, derivs},
   If[order === Automatic, order = 3];
   Which[
    VectorQ[data, numeric], one[Range[Length[data]], data, {}, order, method],
    MatrixQ[data] && Dimensions[data][[2]] == 2 && VectorQ[data[[All, 1]], numeric], one[data[[All, 1]], data[[All, 2]], {}, order, method],
    MatchQ[data, {{_?numeric, _} ..}], one[data[[All, 1]], data[[All, 2]], {}, order, method],
    MatchQ[data, {{{_}, __} ..}] && VectorQ[data[[All, 1, 1]], numeric], derivs = Transpose[Map[Rest, data]];
     one[data[[All, 1, 1]], First[derivs], Rest[derivs], order, method],
    MatchQ[data, {{{_, __}, _} ..}], grid[data, order],
    MatchQ[data, {{_?numeric, _?numeric, __?numeric} ..}], grid[{Most[#], Last[#]} & /@ data, order],
    True, no]];
numeric[x_] := NumericQ[x];
one[xs_, ys_, derivs_, order_, method_] := Module[{p = Ordering[N[xs]], x, y, d, k = order, n = Length[xs]},
   If[n < 1 || ! IntegerQ[k] && ! ListQ[k], Return[no]];
   If[ListQ[k], k = First[k]];
   x = xs[[p]]; y = ys[[p]];
   If[! DuplicateFreeQ[x], Message[Interpolation::inddp, First[Select[x, Count[x, #] > 1 &]], 1]; Return[no]];
   If[derivs =!= {}, d = (#[[p]]) & /@ derivs; Return[object[x, If[VectorQ[y, NumberQ], {y, d[[1]]}, {y, d[[1]]}], 1, 3]]];
   If[k > n - 1, Message[Interpolation::inhr, {n - 1}]; k = n - 1];
   If[method === "Spline" && n > 2 && k >= 2, Return[object[x, {y, splineSlopes[x, y]}, 1, 3]]];
   object[x, y, 0, k]];
object[x_, v_, kind_, k_] := Module[{inexact = ! FreeQ[{x, v}, _Real], xx = x, vv = v},
   If[inexact && FreeQ[{x, v}, Complex] && VectorQ[Flatten[{v}], NumericQ], xx = Developer`ToPackedArray[N[x]]; vv = If[kind == 1, Developer`ToPackedArray[N[#]] & /@ v, Developer`ToPackedArray[N[v]]]];
   InterpolatingFunction[{{First[xx], Last[xx]}}, {5, kind, {0}, {k}}, {xx}, vv]];
(* slopes of the cubic spline with the not-a-knot condition *)
splineSlopes[x_, y_] := Module[{n = Length[x], h = Differences[x], d, a, b},
   d = Differences[y]/h;
   If[n == 3, Return[Module[{t = (h[[2]] d[[1]] + h[[1]] d[[2]])/(h[[1]] + h[[2]])}, {2 d[[1]] - t, t, 2 d[[2]] - t}]]];
   a = SparseArray[Join[
      Flatten[Table[{{i, i - 1} -> h[[i]], {i, i} -> 2 (h[[i - 1]] + h[[i]]), {i, i + 1} -> h[[i - 1]]}, {i, 2, n - 1}]],
      {{1, 1} -> h[[2]], {1, 2} -> h[[1]] + h[[2]], {n, n - 1} -> h[[n - 1]] + h[[n - 2]], {n, n} -> h[[n - 2]]}], {n, n}];
   b = Join[{((h[[1]] + 2 (h[[1]] + h[[2]])) h[[2]] d[[1]] + h[[1]]^2 d[[2]])/(h[[1]] + h[[2]])},
     Table[3 (h[[i]] d[[i - 1]] + h[[i - 1]] d[[i]]), {i, 2, n - 1}],
     {(h[[n - 1]]^2 d[[n - 2]] + (2 (h[[n - 1]] + h[[n - 2]]) + h[[n - 1]]) h[[n - 2]] d[[n - 1]])/(h[[n - 1]] + h[[n - 2]])}];
   LinearSolve[Normal[a], b]];
(* scattered {{x, y, ...}, f} on a full grid *)
grid[data_, order_] := Module[{axes = SortBy[DeleteDuplicates[#], N] & /@ Transpose[data[[All, 1]]], table, orders},
   If[Times @@ (Length /@ axes) =!= Length[data], Message[Interpolation::indim]; Return[no]];
   table = Association[(#[[1]] -> #[[2]]) & /@ data];
   product[axes, Array[table[MapThread[Part, {axes, {##}}]] &, Length /@ axes], order]];
product[axes_, values_, order_] := Module[{k = If[ListQ[order], order, ConstantArray[order, Length[axes]]]},
   k = MapThread[Min, {k, (Length[#] - 1) & /@ axes}];
   InterpolatingFunction[{First[#], Last[#]} & /@ axes, {5, 0, ConstantArray[0, Length[axes]], k}, axes, values]];
listInterpolation[a_List, opts : (_Rule | _RuleDelayed) ...] := array[a, Range /@ dims[a], {opts}];
listInterpolation[a_List, ranges_List, opts : (_Rule | _RuleDelayed) ...] := array[a, MapThread[axis, {If[VectorQ[ranges] && Length[ranges] == 2, {ranges}, ranges], Take[dims[a], Length[If[VectorQ[ranges] && Length[ranges] == 2, {ranges}, ranges]]]}], {opts}];
listInterpolation[___] := $Unevaluated;
dims[a_] := Dimensions[a];
axis[{a_, b_}, n_] := If[n == 2, {a, b}, Table[a + (b - a) i/(n - 1), {i, 0, n - 1}]];
axis[list_List, n_] := list;
array[a_, axes_, opts_] := If[Length[axes] == 1, one[First[axes], a, {}, option[opts, InterpolationOrder, 3], option[opts, Method, Automatic]], product[axes, a, option[opts, InterpolationOrder, 3]]] /. no -> $Unevaluated;
SetAttributes[functionInterpolation, HoldAll];
functionInterpolation[f_, {x_, a_, b_}, opts___Rule] := Block[{x}, Module[{n = 101, xs, ys, lo = N[a], hi = N[b]},
    xs = Table[lo + (hi - lo) i/(n - 1), {i, 0, n - 1}];
    ys = Table[N[f], {x, xs}];
    If[VectorQ[ys, NumberQ], object[xs, ys, 0, 3], $Unevaluated]]];
functionInterpolation[f_, {x_, a_, b_}, {y_, c_, d_}, opts___Rule] := Block[{x, y}, Module[{n = 31, xs, ys},
    xs = Table[N[a] + N[b - a] i/(n - 1), {i, 0, n - 1}]; ys = Table[N[c] + N[d - c] i/(n - 1), {i, 0, n - 1}];
    product[{xs, ys}, Table[N[f], {x, xs}, {y, ys}], 3]]];
functionInterpolation[___] := $Unevaluated;

(* ---- evaluating: one axis after the other *)
evaluate[InterpolatingFunction[_, {_, kind_, derivs_, orders_}, axes_, values_], point_] := along[kind, derivs, orders, axes, values, point];
along[kind_, {d_}, {k_}, {xs_}, values_, {x_}] := local[xs, If[kind === 1, values[[1]], values], If[kind === 1, values[[2]], {}], k, x, d];
along[kind_, {d_, ds__}, {k_, ks__}, {xs_, rest__}, values_, {x_, ps__}] := Module[{w = window[xs, k, x]},
   local[xs[[w]], along[kind, {ds}, {ks}, {rest}, values[[#]], {ps}] & /@ w, {}, k, x, d]];
cell[xs_, x_] := Module[{i = LengthWhile[xs, N[#] <= N[x] &]}, Max[1, Min[i, Length[xs] - 1]]];
window[xs_, k_, x_] := Module[{i = cell[xs, x], n = Length[xs], first}, first = Max[1, Min[If[k == 0 && N[x] > N[xs[[i]]], i + 1, i - Quotient[k, 2]], n - k]]; Range[first, first + k]];
local[xs_, ys_, slopes_, k_, x_, d_] := Module[{w, t, p, u, i},
   If[slopes =!= {},
    i = cell[xs, x];
    With[{h = xs[[i + 1]] - xs[[i]]}, With[{q = (ys[[i + 1]] - ys[[i]])/h},
      p = ys[[i]] + slopes[[i]] (u - xs[[i]]) + (q - slopes[[i]])/h (u - xs[[i]])^2 + (slopes[[i + 1]] - 2 q + slopes[[i]])/h^2 (u - xs[[i]])^2 (u - xs[[i + 1]])]];
    Return[D[p, {u, d}] /. u -> x]];
   w = window[xs, Min[k, Length[xs] - 1], x];
   If[d == 0, Return[neville[xs[[w]], ys[[w]], x]]];
   D[Expand[neville[xs[[w]], ys[[w]], u]], {u, d}] /. u -> x];
neville[x_, y_, u_] := Module[{t = y, n = Length[x]}, Do[t = Table[((u - x[[i + m]]) t[[i]] + (x[[i]] - u) t[[i + 1]])/(x[[i]] - x[[i + m]]), {i, n - m}], {m, n - 1}]; First[t]];

property[f : InterpolatingFunction[domain_, {_, kind_, derivs_, orders_}, axes_, values_], name_] := Switch[name,
   "Domain", domain, "Coordinates", axes, "Grid", If[Length[axes] == 1, List /@ First[axes], Outer[List, Sequence @@ axes]],
   "ValuesOnGrid", If[kind === 1, values[[1]], values], "InterpolationOrder", orders, "DerivativeOrder", derivs, "InterpolationMethod", "Hermite",
   "Periodicity" | "PeriodicInterpolation", ConstantArray[False, Length[axes]], "OutputDimensions", Rest[Dimensions[values]], "QuantityUnits", None,
   "Methods" | "Properties", {"Coordinates", "DerivativeOrder", "Domain", "Evaluate", "GetPolynomial", "Grid", "InterpolationMethod", "InterpolationOrder", "MethodInformation", "Methods", "OutputDimensions", "Periodicity", "PlottableQ", "Properties", "QuantityUnits", "Unpack", "ValuesOnGrid"},
   _, $Unevaluated];

(* Newton's form, nested *)
polynomial[data_List, x_, opts___Rule] := Module[{xs, ys, t, n, r},
   {xs, ys} = If[MatchQ[data, {{_, _} ..}], Transpose[data], {Range[Length[data]], data}];
   If[MatchQ[xs, {{_} ..}], xs = Flatten[xs]];
   t = ys; n = Length[xs];
   Do[Do[t[[j]] = (t[[j]] - t[[j - 1]])/(xs[[j]] - xs[[j - m]]), {j, n, m + 1, -1}], {m, n - 1}];
   r = Last[t];
   Do[r = t[[i]] + (x - xs[[i]]) r, {i, n - 1, 1, -1}];
   r];
polynomial[___] := $Unevaluated;
