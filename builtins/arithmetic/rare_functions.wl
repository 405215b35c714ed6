(* rare_functions.wl - MittagLefflerE, ZernikeR, the invariants of Weierstrass' functions from half periods, Cantor's staircase, Owen's T, Riemann's xi, Neville's theta functions, Marcum's Q, characteristic values of Mathieu's equation, Erlang's formulas. *)

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

(* ---- Cantor's staircase: ternary digits up to the first 1, with 2 as 1, read in base 2 *)
cantorStaircase[x_?NumericQ] := Which[
  TrueQ[x <= 0], 0 x,
  TrueQ[x >= 1], x^0,
  MatchQ[x, _Rational], exactStaircase[x],
  Precision[x] < Infinity && Im[x] == 0, N[exactStaircase[Rationalize[x, 0]], Precision[x]],
  True, $Unevaluated]
cantorStaircase[_] := $Unevaluated
(* a remainder that comes back starts the period *)
exactStaircase[x_] := Module[{r = x, seen = <||>, bits = {}, k = 0, d},
  While[! KeyExistsQ[seen, r] && k < 200,
    seen[r] = k++; r = 3 r; d = Floor[r]; r -= d;
    If[d === 1, Return[FromDigits[Append[bits, 1], 2]/2^k, Module]];
    AppendTo[bits, Quotient[d, 2]]];
  With[{p = Lookup[seen, r, k]}, FromDigits[Take[bits, p], 2]/2^p + If[k > p, FromDigits[Drop[bits, p], 2]/(2^p (2^(k - p) - 1)), 0]]]

(* ---- Owen's T, by its integral; exact where one argument is simple *)
owenT[x_, 0] := 0
owenT[0, a_] := ArcTan[a]/(2 Pi)
owenT[x_, 1] := Erfc[x/Sqrt[2]] Erfc[-x/Sqrt[2]]/8
owenT[x_, Infinity] := Erfc[Abs[x]/Sqrt[2]]/4
owenT[x_, a_] := Which[
  MatchQ[a, _?Negative | Times[_?Negative, __]], -OwenT[x, -a],
  MatchQ[x, _?Negative | Times[_?Negative, __]], OwenT[-x, a],
  inexactQ[{x, a}], Module[{t}, With[{b = x^2/2}, Quiet[NIntegrate[Exp[-b (1 + t^2)]/(1 + t^2), {t, 0, a}, WorkingPrecision -> Replace[Precision[{x, a}], p_?NumberQ :> p + 5]]]/(2 Pi)]] // If[Precision[{x, a}] === MachinePrecision, N[#], N[#, Precision[{x, a}]]] &,
  True, $Unevaluated]

(* ---- Riemann's xi; Neville's theta functions; Marcum's Q *)
riemannXi[0 | 1] := 1/2
riemannXi[s_] := If[inexactQ[{s}], s (s - 1) Pi^(-s/2) Gamma[s/2] Zeta[s]/2, $Unevaluated]
neville[k_, z_, m_] := If[inexactQ[{z, m}], With[{v = Pi z/(2 EllipticK[m]), q = EllipticNomeQ[m]}, If[k === 1, 2 EllipticK[m]/Pi EllipticTheta[1, v, q]/EllipticThetaPrime[1, 0, q], EllipticTheta[k, v, q]/EllipticTheta[k, 0, q]]], $Unevaluated]
nevilleThetaS[0, _] := 0
nevilleThetaS[z_, 0] := Sin[z]
nevilleThetaS[z_, m_] := neville[1, z, m]
nevilleThetaC[0, _] := 1
nevilleThetaC[z_, 0] := Cos[z]
nevilleThetaC[z_, m_] := neville[2, z, m]
nevilleThetaD[0, _] := 1
nevilleThetaD[z_, 0] := 1
nevilleThetaD[z_, m_] := neville[3, z, m]
nevilleThetaN[0, _] := 1
nevilleThetaN[z_, 0] := 1
nevilleThetaN[z_, m_] := neville[4, z, m]
marcumQ[m_, a_, 0] := 1
marcumQ[m_, 0, b_] := GammaRegularized[m, b^2/2]
marcumQ[m_, a_, b_] := If[inexactQ[{m, a, b}] && Im[{m, a, b}] == {0, 0, 0}, Module[{h = a^2/2, total = 0, w, k = 0, mid = Floor[a^2/2]},
   (* Poisson weights from the middle outwards *)
   Do[w = Exp[-h + k Log[h] - LogGamma[k + 1.]]; total += w GammaRegularized[m + k, b^2/2], {k, Max[0, mid - 40 - Ceiling[12 Sqrt[h]]], mid + 40 + Ceiling[12 Sqrt[h]]}]; total], $Unevaluated]

(* ---- characteristic values of Mathieu's equation: eigenvalues of the recurrences of the Fourier coefficients (28.4 of the NIST handbook) *)
mathieuCharacteristicA[r_, 0] := r^2
mathieuCharacteristicB[r_, 0] := r^2
mathieuCharacteristicA[r_Integer?NonNegative, q_?NumericQ] := If[Precision[q] < Infinity && Im[q] == 0, If[EvenQ[r], characteristic[Table[(2. j)^2, {j, 0, size[r, q]}], q, Sqrt[2.], r/2 + 1], characteristic[MapAt[# + q &, Table[(2. j + 1)^2, {j, 0, size[r, q]}], 1], q, 1, (r + 1)/2]], $Unevaluated]
mathieuCharacteristicB[r_Integer?Positive, q_?NumericQ] := If[Precision[q] < Infinity && Im[q] == 0, If[EvenQ[r], characteristic[Table[(2. j)^2, {j, 1, size[r, q]}], q, 1, r/2], characteristic[MapAt[# - q &, Table[(2. j + 1)^2, {j, 0, size[r, q]}], 1], q, 1, (r + 1)/2]], $Unevaluated]
mathieuCharacteristicA[_, _] := $Unevaluated
mathieuCharacteristicB[_, _] := $Unevaluated
size[r_, q_] := 20 + r + Ceiling[3 Sqrt[Abs[q]]]
characteristic[d_, q_, first_, k_] := Module[{n = Length[d], m}, m = DiagonalMatrix[d] + DiagonalMatrix[ConstantArray[1. q, n - 1], 1] + DiagonalMatrix[ConstantArray[1. q, n - 1], -1]; m[[1, 2]] *= first; m[[2, 1]] *= first; Sort[Eigenvalues[m]][[k]]]

(* ---- waiting in queues, after A. Erlang *)
erlangB[c_, a_] := If[IntegerQ[c] && 0 <= c < 1000, a^c/(c! Sum[a^k/k!, {k, 0, c}]), If[inexactQ[{c, a}], a^c E^-a/Gamma[1 + c, a], $Unevaluated]]
erlangC[c_, a_] := With[{b = erlangB[c, a]}, If[b === $Unevaluated, b, c b/(c - a (1 - b))]]
