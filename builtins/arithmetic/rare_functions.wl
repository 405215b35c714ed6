(* rare_functions.wl - MittagLefflerE, ZernikeR, and the invariants of Weierstrass' functions from half periods. *)

inexactQ[l_] := AllTrue[l, NumericQ] && AnyTrue[l, Precision[#] < Infinity &]

(* ---- the sum of z^k/Gamma[a k + b] *)
mittagLefflerE[a_, z_] := MittagLefflerE[a, 1, z]
mittagLefflerE[a_, b_, z_] := Which[
  inexactQ[{a, b, z}], series[a, b, z],
  z === 0, 1/Gamma[b],
  b === 1, one[a, z],
  a === 0, 1/((1 - z) Gamma[b]),
  a === 1 && IntegerQ[b] && 1 < b <= 20, (E^z - Sum[z^k/k!, {k, 0, b - 2}])/z^(b - 1),
  a === 2 && b === 2, Sinh[Sqrt[z]]/Sqrt[z],
  True, $Unevaluated]
one[0, z_] := 1/(1 - z)
one[1, z_] := E^z
one[2, z_] := Cosh[Sqrt[z]]
one[3, z_] := (E^(z^(1/3)) + 2 E^(-z^(1/3)/2) Cos[Sqrt[3] z^(1/3)/2])/3
one[4, z_] := (Cos[z^(1/4)] + Cosh[z^(1/4)])/2
one[1/2, z_] := E^z^2 Erfc[-z]
one[_, _] := $Unevaluated
(* the terms may be as large as E^|z|^(1/a) before they cancel: that many digits more *)
series[a_, b_, z_] := Module[{digits = Precision[{a, b, z}], size, wp, x, al, be, total = 0, term, k = 0, least},
  If[! TrueQ[Re[N[a]] > 0] , Return[$Unevaluated]];
  If[digits === MachinePrecision, digits = 16];
  size = N[Abs[z]]^(1/Re[N[a]]);
  If[! TrueQ[size < 3000], Return[$Unevaluated]];
  wp = Ceiling[digits + 2 size/Log[10.] + 10];
  {al, be, x} = SetPrecision[#, wp] & /@ Rationalize[{a, b, z}, 0] // If[Precision[{a, b, z}] === MachinePrecision, N[Rationalize[{a, b, z}, 0], wp], #] &;
  least = 10^(-digits - 5);
  While[k < 20 + 3 size/Re[N[a]] || Abs[term] > least (Abs[total] + least), term = x^k/Gamma[al k + be]; total += term; k++; If[k > 20000, Break[]]];
  If[Precision[{a, b, z}] === MachinePrecision, N[total], N[total, digits]]]

(* ---- Zernike's radial polynomial *)
zernikeR[n_Integer, m_Integer, r_] := Which[
  n < 0 || m < 0, $Unevaluated,
  m > n || OddQ[n - m], 0,
  True, Sum[(-1)^k (n - k)!/(k! ((n + m)/2 - k)! ((n - m)/2 - k)!) r^(n - 2 k), {k, 0, (n - m)/2}]]
zernikeR[n_, m_, r_] := If[inexactQ[{n, m, r}], N[(-1)^((n - m)/2) r^m JacobiP[(n - m)/2, m, 0, 1 - 2 r^2]], If[r === 1, 1, $Unevaluated]]

(* ---- lattices: {w1, w3} are half periods *)
weierstrassInvariants[{w1_, w3_}] := Module[{p, q, t, n, e4, e6, f},
  If[! inexactQ[{w1, w3}], Return[$Unevaluated]];
  p = Precision[{w1, w3}];
  t = w3/w1; If[Im[t] < 0, t = -t];
  If[! TrueQ[Im[t] > 0], Return[$Unevaluated]];
  q = If[p === MachinePrecision, Exp[2. Pi I t], Exp[2 Pi I SetPrecision[t, p + 10]]];
  n = Ceiling[(If[p === MachinePrecision, 18, p + 5] Log[10.] + 20)/(2 Pi Im[N[t]])] + 2;
  e4 = 1 + 240 Sum[DivisorSigma[3, k] q^k, {k, n}]; e6 = 1 - 504 Sum[DivisorSigma[5, k] q^k, {k, n}];
  f = Pi/(2 w1);
  chop[{4/3 f^4 e4, 8/27 f^6 e6}, p]]
weierstrassInvariants[___] := $Unevaluated
chop[l_, p_] := If[p === MachinePrecision, (If[Abs[Im[#]] <= 10.^-13 Abs[#], Re[#], #] &) /@ N[l], (If[Abs[Im[#]] <= 10^(2 - p) Abs[#], Re[#], #] &) /@ N[l, p]]
