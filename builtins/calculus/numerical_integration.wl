(* numerical_integration.wl - NIntegrate at high precision (double-exponential quadrature), NSum and NProduct. *)
SetAttributes[{precise, nsum, nproduct, held}, HoldAll];

(* ---- NIntegrate with WorkingPrecision -> digits *)
precise[f_, range_, opts___Rule] := held[f, range, WorkingPrecision /. {opts}];
precise[f_, range_, more__List, opts___Rule] := With[{d = WorkingPrecision /. {opts}}, held[NIntegrate[f, more, opts], range, d]];
precise[___] := $Unevaluated;
held[f_, {x_, a_, b_}, digits_] := Block[{x}, With[{lo = a, hi = b, body = f, wp = digits + 8}, finish[quadrature[body, x, lo, hi, wp], digits]]];
held[f_, {x_, a_, m__, b_}, digits_] := Total[held[f, {x, #[[1]], #[[2]]}, digits] & /@ Partition[{a, m, b}, 2, 1]];
finish[r_, digits_] := If[NumberQ[r], N[r, digits], $Unevaluated];
(* levels of tanh-sinh (exp-sinh, sinh-sinh) until two agree *)
quadrature[f_, x_, a_, b_, wp_] := Module[{h = 1, total = 0, old = 0, new, k, level = 0, limit, value, wide = MatchQ[{a, b}, {_DirectedInfinity, _} | {_, _DirectedInfinity}], g},
   limit = Ceiling[Log[4 wp Log[10.]/Pi] + If[wide, 3/2, 1/2]];
   g[t_] := weighted[f, x, a, b, t, wp];
   While[level <= 10,
    new = If[level == 0, Sum[g[N[k, wp]], {k, -limit, limit}], Sum[g[N[k h, wp]] , {k, -Floor[limit/h] + Mod[Floor[limit/h] + 1, 2], Floor[limit/h], 2}]];
    total += new;
    value = total h;
    If[! NumberQ[value], Return[$Failed, Module]];
    If[level > 2 && Abs[value - old] <= 10^(-wp + 6) (Abs[value] + 10^(-wp)), Return[value, Module]];
    old = value; h = h/2; level++];
   value];
weighted[f_, x_, a_, b_, t_, wp_] := Module[{s = Pi/2 Sinh[t], c = Pi/2 Cosh[t], p, w, v},
   Which[
    a === -Infinity && b === Infinity, p = Sinh[s]; w = c Cosh[s],
    b === Infinity, p = a + E^s; w = c E^s,
    a === -Infinity, p = b - E^s; w = c E^s,
    True, With[{u = 1/(E^Abs[s] Cosh[s]), half = (b - a)/2}, p = If[t < 0, a + half u, b - half u]; w = half c/Cosh[s]^2]];
   v = Quiet[N[f /. x -> N[p, wp], wp]];
   If[NumberQ[v], v w, 0]];

(* ---- NSum: the first terms, then the tail by Euler-Maclaurin or, for alternating terms, by averaging *)
nsum[f_, {i_, a_, b_}, opts___Rule] := Block[{i}, With[{body = f, lo = a, hi = b}, total[body, i, lo, hi]]];
nsum[f_, {i_, a_, b_, d_}, opts___Rule] := Block[{i}, With[{body = f /. i -> a + d i, hi = If[b === Infinity, Infinity, Floor[(b - a)/d]]}, total[body, i, 0, hi]]];
nsum[f_, {i_, b_}, opts___Rule] := nsum[f, {i, 1, b}, opts];
nsum[f_, first_, rest__List, opts___Rule] := nsum[NSum[f, rest], first];
nsum[___] := $Unevaluated;
total[f_, i_, a_, b_] /; NumericQ[a] && NumericQ[b] := If[b - a <= 10000, N[Sum[N[f], {i, a, b}]], direct[f, i, a, b]];
direct[f_, i_, a_, b_] := N[Sum[N[f], {i, a, a + 20}]] + tail[f, i, a + 21] - tail[f, i, b + 1];
total[f_, i_, a_, Infinity] := Module[{t = Table[N[f, 30], {i, a, a + 120}], n = 15, head},
   If[! AllTrue[t, NumberQ], Return[$Unevaluated]];
   If[AllTrue[Most[t] Rest[t], Re[#] <= 0 &] && AnyTrue[t, # != 0 &], Return[N[alternating[t]]]];
   If[AllTrue[Take[t, -20], Abs[#] < 10^-17 Abs[Total[t]] &], Return[N[Total[t]]]];
   head = Total[Take[t, 40]];
   With[{r = tail[f, i, a + 40]}, If[NumberQ[r], N[head + r], $Unevaluated]]];
total[f_, i_, -Infinity, Infinity] := total[f, i, 0, Infinity] + total[f /. i -> -i, i, 1, Infinity];
total[f_, i_, -Infinity, b_] := total[f /. i -> -i, i, -b, Infinity];
total[___] := $Unevaluated;
(* Sum from m on: integral + f(m)/2 - B2k/(2k)! f^(2k-1)(m) *)
tail[f_, i_, m_] := Module[{q = NIntegrate[f, {i, m, Infinity}], d = f, r},
   If[! NumberQ[q], Return[$Failed]];
   r = q + N[(f /. i -> m), 30]/2;
   Do[d = D[d, {i, If[k == 1, 1, 2]}]; r -= N[BernoulliB[2 k]/(2 k)! (d /. i -> m), 30], {k, 1, 6}];
   N[r]];
(* Cohen, Rodriguez Villegas and Zagier's acceleration *)
alternating[t_] := Module[{n = 60, d, b = -1, c, s = 0, a = Abs[t], sign = Sign[First[DeleteCases[t, 0 | 0.]]]},
   d = N[(3 + Sqrt[8])^n, 60]; d = (d + 1/d)/2; c = -d;
   Do[c = b - c; s += c a[[k + 1]]; b = (k + n) (k - n) b/((k + 1/2) (k + 1)), {k, 0, n - 1}];
   sign s/d];
nproduct[f_, spec_, opts___Rule] := With[{r = nsum[Log[f], spec]}, If[NumberQ[r], Chop[E^r, 10^-14], $Unevaluated]];
nproduct[___] := $Unevaluated;

(* ---- along straight lines from one complex point to the next *)
SetAttributes[contour, HoldAll];
contour[f_, {z_, points__}, o___] := With[{g = Function[z, f]},
   Total[Function[{p, q}, With[{d = q - p, start = p}, d NIntegrate[g[start + z d], {z, 0, 1}, o]]] @@@ Partition[N[{points}], 2, 1]]];
