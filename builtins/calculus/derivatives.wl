(* derivatives.wl - derivatives that are not steps of the chain rule: of symbolic order, of integrals and sums with bounds, of negative order. *)

(* ---- D[f, {x, n}] with a symbolic n *)
nth[f_, x_, n_] /; FreeQ[f, x] := Piecewise[{{f, n == 0}}, 0];
nth[f_Plus, x_, n_] := Module[{t = nth[#, x, n] & /@ List @@ f}, If[MemberQ[t, $Unevaluated], $Unevaluated, Total[t]]];
nth[c_ f_, x_, n_] /; FreeQ[c, x] := With[{r = nth[f, x, n]}, If[r === $Unevaluated, r, c r]];
nth[x_, x_, n_] := Piecewise[{{x, n == 0}, {1, n == 1}}, 0];
nth[Power[x_, a_], x_, n_] /; FreeQ[a, x] := If[a === n, n!, x^(a - n) FactorialPower[a, n]];
nth[Power[g_, a_], x_, n_] /; FreeQ[a, x] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, b^n g^(a - n) FactorialPower[a, n]]];
nth[Power[E, g_], x_, n_] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, b^n E^g]];
nth[Power[a_, g_], x_, n_] /; FreeQ[a, x] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, (b Log[a])^n a^g]];
nth[Sin[g_], x_, n_] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, b^n Sin[n Pi/2 + g]]];
nth[Cos[g_], x_, n_] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, b^n Cos[n Pi/2 + g]]];
nth[Sinh[g_], x_, n_] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, (-I b)^n Sin[n Pi/2 - I g] I]];
nth[Log[g_], x_, n_] := With[{b = slope[g, x]}, If[b === $Failed, $Unevaluated, Piecewise[{{Log[g], n == 0}}, (-1)^(n - 1) b^n (n - 1)! g^-n]]];
nth[f_[x_], x_, n_] /; Head[f] === Symbol && ! MemberQ[Attributes[f], NumericFunction] := Derivative[n][f][x];
nth[_, _, _] := $Unevaluated;
slope[g_, x_] := If[PolynomialQ[g, x] && Exponent[g, x] === 1, Coefficient[Expand[g], x, 1], $Failed];

(* ---- under the integral and the sum sign *)
integral[Hold[f_, rest___, {t_, a_, b_}], x_] := If[t === x, $Unevaluated,
   With[{inner = If[{rest} === {}, f, Integrate[f, rest]]},
     (inner /. t -> b) D[b, x] - (inner /. t -> a) D[a, x] + If[FreeQ[inner, x], 0, Integrate[D[inner, x], {t, a, b}]]]];
integral[Hold[f_, x_Symbol], x_] := f;
integral[Hold[f_, t_Symbol], x_] := Integrate[D[f, x], t];
integral[_, _] := $Unevaluated;
sum[Hold[f_, specs__], x_] := If[FreeQ[Hold[specs], x], With[{g = D[f, x]}, If[g === 0, 0, Sum[g, specs]]], $Unevaluated];

(* ---- Derivative[-n][f] *)
primitive[f_, n_] := Module[{x, r},
   r = Nest[Integrate[#, x] &, f[x], n];
   If[FreeQ[r, Integrate], Function[Evaluate[r /. x -> Slot[1]]], $Unevaluated]];

(* ---- ImplicitD[eqn, y, x]: from the total derivative of the equation; {x, n} repeats it *)
implicitD[eqn_, y_, x_] := implicitD[y, eqn, y, x];
implicitD[f_, eqn_Equal, y_, x_Symbol] := implicitD[f, eqn, y, {x, 1}];
implicitD[f_, eqn_Equal, y_, {x_, n_Integer}] /; ! ListQ[y] := Module[{F = eqn[[1]] - eqn[[2]], u = Unique["y"], slope, g},
   {F, g} = {F, f} /. y -> u;
   slope = -D[F, x]/D[F, u];
   If[D[F, u] === 0, Return[$Unevaluated]];
   Simplify[Nest[D[#, x] + D[#, u] slope &, g, n]] /. u -> y];
implicitD[f_, eqns_List, ys_List, x_Symbol] := Module[{F = (#[[1]] - #[[2]]) & /@ eqns, u = Table[Unique["y"], {Length[ys]}], g, slopes},
   If[Length[eqns] =!= Length[ys], Return[$Unevaluated]];
   {F, g} = {F, f} /. Thread[ys -> u];
   slopes = Quiet[LinearSolve[D[F, {u}], -D[F, x]]];
   If[! ListQ[slopes], Return[$Unevaluated]];
   Simplify[D[g, x] + D[g, {u}] . slopes] /. Thread[u -> ys]];
implicitD[___] := $Unevaluated;

(* ---- under the sum over roots *)
rootSum[Hold[p_, Function[body_]], x_] := If[FreeQ[p, x], With[{d = D[body /. Slot[1] -> hidden$, x]}, If[d === 0, 0, With[{b = Together[d] /. hidden$ -> Slot[1]}, RootSum[p, Function[b]]]]], $Unevaluated];
rootSum[_, _] := $Unevaluated;

(* the derivative of an analytic function at numbers, in one of its arguments: the Fourier coefficient of its values on a small circle *)
numericDerivative[orders_List, f_, args_List] := Module[{at = Flatten[Position[orders, _Integer?Positive]], n, p, digits, z, radius, points = 24, values},
  If[Length[at] =!= 1 || ! AllTrue[orders, IntegerQ[#] && # >= 0 &], Return[$Unevaluated]];
  at = First[at]; n = orders[[at]]; p = Precision[args];
  digits = Max[16, If[p === MachinePrecision, 16, p]] + 30;
  z = SetPrecision[args, digits]; radius = N[If[z[[at]] == 0, 1, Min[1, Abs[z[[at]]]]]/1000, digits];
  If[n > 6, Return[$Unevaluated]];
  values = Quiet[Table[With[{w = N[E^(2 Pi I j/points), digits]}, (f @@ ReplacePart[z, at -> z[[at]] + radius w]) w^-n], {j, 0, points - 1}]];
  If[! VectorQ[values, NumberQ], Return[$Unevaluated]];
  With[{r = n! Total[values]/(points radius^n)}, With[{v = If[FreeQ[args, Complex], If[Abs[Im[r]] <= 10^-12 Abs[r], Re[r], r], r]}, If[p === MachinePrecision, N[v], N[v, p]]]]];
