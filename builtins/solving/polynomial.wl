(* polynomial.wl - the roots of a polynomial in one variable in explicit form: rational numbers, quadratic radicals, roots of unity,
   decomposable polynomials, cubics and quartics on request or with parameters, Root objects for the rest. *)

inexactQ[e_] := ! FreeQ[e, _Real | Complex[_Real, _] | Complex[_, _Real]]

(* Roots with multiplicity, in canonical order. cubics and quartics: True, False or Automatic (only with parameters). *)
polynomialRoots[p_, x_] := polynomialRoots[p, x, Automatic, Automatic]
polynomialRoots[p_, x_, cubics_, quartics_] := Module[{c, g, binomial, roots},
  If[inexactQ[p], Return[numericRoots[p, x]]];
  c = CoefficientList[p, x];
  If[Length[c] > 3 && (binomial = binomialRoots[c]) =!= None, Return[binomial]];
  roots = Join @@ (factorRoots[#, x, cubics, quartics] & /@ factorsOf[p, x]);
  Sort[roots]]

(* {factor, exponent} for the factors with x. *)
factorsOf[p_, x_] := Module[{q = Numerator[Together[p]], list},
  list = FactorList[q];
  If[! ListQ[list], list = {{q, 1}}];
  Select[list, ! FreeQ[First[#], x] &]]

factorRoots[{f_, n_}, x_, cubics_, quartics_] := Module[{r = irreducibleRoots[CoefficientList[f, x], x, cubics, quartics]},
  Join @@ (ConstantArray[#, n] & /@ r)]

irreducibleRoots[{b_, a_}, __] := {linearRoot[b, a]}
irreducibleRoots[{c_, b_, a_}, x_, __] := With[{u = If[NumberQ[a] && NumberQ[b] && NumberQ[c], cyclotomicRoots[{c, b, a}, x], None]},
  If[u =!= None, u, quadraticRoots[c, b, a]]]
irreducibleRoots[c_List, x_, cubics_, quartics_] := Module[{numeric = VectorQ[c, RationalQ], unity, n = Length[c] - 1, step, parts},
  If[(parts = binomialRoots[c]) =!= None, Return[parts]];
  If[numeric && (unity = cyclotomicRoots[c, x]) =!= None, Return[unity]];
  (* A polynomial in x^k. *)
  step = GCD @@ Flatten[Position[Rest[c], e_ /; e =!= 0, {1}, Heads -> False]];
  If[step > 1 && (! numeric || n/step <= 2 || (n/step == 3 && cubics === True)),
    parts = irreducibleRoots[Take[c, {1, -1, step}], x, cubics, quartics];
    Return[Join @@ (powerRoots[#, step] & /@ parts)]];
  If[(parts = shiftedBinomial[c, x]) =!= None, Return[parts]];
  If[n == 3 && (cubics === True || (cubics === Automatic && ! numeric)), Return[cubicRoots @@ Reverse[c]]];
  If[n == 4 && (quartics === True || (quartics === Automatic && ! numeric)), Return[quarticRoots @@ Reverse[c]]];
  With[{f = Function[Evaluate[Sum[c[[i + 1]] Slot[1]^i, {i, 0, n}]]]},
    Table[Root[f, k], {k, n}]]]

RationalQ[e_] := IntegerQ[e] || Head[e] === Rational

linearRoot[b_, a_] := Together[Expand[-b]/a]

(* x^n = value *)
powerRoots[value_, 1] := {value}
powerRoots[value_, n_] := Module[{c = If[NumericQ[value] && Im[N[value]] == 0 && N[value] < 0, -value, value], unit},
  unit = If[c === value, unityRoots[n, 1], unityRoots[n, -1]];
  With[{r = splitPower[c, 1/n]}, unit r]]

(* All n-th roots of 1 or -1 in canonical order. *)
unityRoots[n_, sign_] := Sort[Table[unity[If[sign == 1, 2 k/n, (2 k + 1)/n]], {k, 0, n - 1}]]
unity[r_] := Which[r == 0, 1, r == 1, -1, r == 1/2, I, r == 3/2, -I, r < 1, (-1)^r, True, -(-1)^(r - 1)]

(* c0 + cn x^n; None when there are other terms. *)
binomialRoots[c_List] := Module[{n = Length[c] - 1, value},
  If[n < 2 || First[c] === 0 || ! MatchQ[c[[2 ;; -2]], {0 ..}], Return[None]];
  If[n == 2, Return[quadraticRoots @@ c]];
  value = Together[-First[c]/Last[c]];
  Which[
    RationalQ[value] && value < 0 && OddQ[n], Sort[-unityRoots[n, 1] (-value)^(1/n)],
    RationalQ[value], Sort[powerRoots[value, n]],
    True, powerRoots[value, n]]]

(* a (x - s)^n + c *)
shiftedBinomial[c_List, x_] := Module[{n = Length[c] - 1, s, d},
  s = -c[[n]]/(n c[[n + 1]]);
  If[s === 0, Return[None]];
  d = CoefficientList[Expand[Sum[c[[i + 1]] (x + s)^i, {i, 0, n}]], x];
  If[Length[d] == n + 1 && MatchQ[Together[d[[2 ;; -2]]], {0 ..}], s + binomialRoots[{Together[First[d]], Last[d]}~fill~n], None]]
fill[{a_, b_}, n_] := Join[{a}, ConstantArray[0, n - 1], {b}]

cyclotomicRoots[c_List, x_] := Module[{n = Length[c] - 1, k},
  If[Last[c] =!= 1 || Abs[First[c]] =!= 1 || n > 60, Return[None]];
  k = SelectFirst[Range[3, 6 n + 10], EulerPhi[#] == n && cyclotomicCoefficients[#] === c &, None];
  If[k === None, None, Sort[unity[2 #/k] & /@ Select[Range[k - 1], GCD[#, k] == 1 &]]]]
cyclotomicCoefficients[n_] := cyclotomicCoefficients[n] = Module[{t, p},
  p = Fold[PolynomialQuotient[#1, #2, t] &, t^n - 1, fromCoefficients[cyclotomicCoefficients[#], t] & /@ Most[Divisors[n]]];
  CoefficientList[p, t]]
fromCoefficients[c_List, t_] := Sum[c[[i]] t^(i - 1), {i, Length[c]}]

(* (p/q)^r with numerator and denominator apart, factors split off, for symbolic values. *)
splitPower[v_, r_] /; NumericQ[v] := v^r
splitPower[v_, r_] := Module[{f = Factor[v], n, d},
  n = Numerator[f]; d = Denominator[f];
  splitProduct[n, r]/splitProduct[d, r]]
splitProduct[e_Times, r_] := Times @@ (splitProduct[#, r] & /@ List @@ e)
splitProduct[Power[b_, n_Integer], r_] := If[IntegerQ[n r], b^(n r), (b^r)^n /. Power[Power[b, r], n] -> b^(n r)]
splitProduct[e_, r_] := e^r

(* Square root of a polynomial as outside Sqrt[inside]. *)
squareParts[d_] := Module[{list, content, out = 1, in = 1, s},
  If[NumericQ[d], s = Sqrt[d]; Return[Replace[s, {Times[a_?RationalQ, b_] :> {a, b}, a_?RationalQ :> {a, 1}, Complex[0, a_] :> {a, I}, Times[Complex[0, a_], b__] :> {a, I Times[b]}, b_ :> {1, b}}]]];
  list = FactorList[d];
  If[! ListQ[list], Return[{1, Sqrt[d]}]];
  s = Sqrt[list[[1, 1]]];
  content = list[[1, 1]];
  {out, in} = {1, 1};
  Do[out *= f[[1]]^Quotient[f[[2]], 2]; in *= f[[1]]^Mod[f[[2]], 2], {f, Rest[list]}];
  (* The square part of the number goes out, the rest stays under the root. *)
  With[{sq = squarePart[content]}, {out sq, If[content < 0, Sqrt[-content/sq^2] Sqrt[Expand[-in]], Sqrt[content/sq^2] Sqrt[Expand[in]]]}]]
squarePart[q_] := Times @@ (#[[1]]^Quotient[#[[2]], 2] & /@ Select[FactorInteger[Abs[Numerator[q]]], First[#] > 1 &])/
  Times @@ (#[[1]]^Quotient[#[[2]] + 1, 2] & /@ Select[FactorInteger[Denominator[q]], First[#] > 1 &])

content[p_] := Which[p === 0, 0, RationalQ[p], Abs[p], True, With[{l = FactorList[p]}, If[ListQ[l], Abs[l[[1, 1]]], 1]]]

quadraticRoots[c_, 0, a_] := Module[{v = Together[-c/a], r},
  r = If[NumericQ[v], Sqrt[v], pureRoot[v]];
  {-r, r}]
(* Sqrt[v] of a quotient: I Sqrt[c]/Sqrt[a] when v is visibly negative. *)
pureRoot[v_] := Module[{f = Factor[v], n, d, s},
  If[MatchQ[f, Times[_?Negative, ___]],
    If[FreeQ[f, Plus], Return[I pureRoot[-v]]];
    (* Sqrt[1 - x^2]: the sign stays under the root *)
    f = Expand[Numerator[f]]/Denominator[f]];
  n = Numerator[f]; d = Denominator[f];
  rootPart[n]/rootPart[d]]
rootPart[e_] := With[{p = squareParts[e]}, p[[1]] p[[2]]]

quadraticRoots[c_, b_, a_] := Module[{disc, out, root, g, top, den, even},
  disc = Expand[b^2 - 4 a c];
  {out, root} = squareParts[disc];
  den = 2 a;
  g = GCD[content[b], content[out], content[den]];
  If[! RationalQ[g], g = 1];
  With[{common = If[RationalQ[den] || RationalQ[b], 1, commonFactor[b, out, den]]},
    top = {Expand[-b/(g common)], Together[out/(g common)] root};
    den = Together[den/(g common)]];
  finishQuadratic[#, den] & /@ {top[[1]] - top[[2]], top[[1]] + top[[2]]}]
finishQuadratic[top_, den_] := Which[den === 1, top, den === -1, Expand[-top], True, top/den]
commonFactor[b_, out_, den_] := If[And @@ (PolynomialQ[#, Variables[{b, out, den}]] & /@ {b, out, den}),
  With[{g = PolynomialGCD[b, out, den]}, If[RationalQ[g] || Head[g] === PolynomialGCD, 1, g/content[g]]], 1]

(* a x^3 + b x^2 + c x + d, by del Ferro and Tartaglia. *)
cubicRoots[a_, b_, c_, d_] := Module[{p, q, disc, out, root, g, r, shift, w = {1, I Sqrt[3]}},
  shift = Together[-b/(3 a)];
  p = Expand[3 a c - b^2];
  q = Expand[-2 b^3 + 9 a b c - 27 a^2 d];
  If[p === 0, Return[shift + powerRoots[Together[2 q/2], 3]/(3 a)]];
  disc = Expand[4 p^3 + q^2];
  {out, root} = squareParts[disc];
  g = GCD[content[q], content[out] If[MatchQ[root, Power[_?RationalQ, _]], 1, 1]];
  If[! RationalQ[g] || g == 0, g = 1];
  r = (Expand[q/g] + Together[out/g] root)^(1/3) g^(1/3);
  {shift - 2^(1/3) p/(3 a r) + r/(3 2^(1/3) a),
   shift + (1 + I Sqrt[3]) p/(3 2^(2/3) a r) - (1 - I Sqrt[3]) r/(6 2^(1/3) a),
   shift + (1 - I Sqrt[3]) p/(3 2^(2/3) a r) - (1 + I Sqrt[3]) r/(6 2^(1/3) a)}]

(* a x^4 + b x^3 + c x^2 + d x + e, by Ferrari's resolvent. *)
quarticRoots[a_, b_, c_, d_, e_] := Module[{shift, d0, d1, disc, r, t, s, p, q, m, big},
  shift = Together[-b/(4 a)];
  p = Together[(8 a c - 3 b^2)/(8 a^2)];
  q = Together[(b^3 - 4 a b c + 8 a^2 d)/(8 a^3)];
  d0 = Expand[c^2 - 3 b d + 12 a e];
  d1 = Expand[2 c^3 - 9 b c d + 27 b^2 e + 27 a d^2 - 72 a c e];
  If[q === 0, Return[Join @@ ({shift - Sqrt[#], shift + Sqrt[#]} & /@ quadraticRoots[depressedConstant[a, b, c, d, e], p, 1])]];
  r = (d1 + Sqrt[Expand[d1^2 - 4 d0^3]])^(1/3);
  t = -2 p/3 + 2^(1/3) d0/(3 a r) + r/(3 2^(1/3) a);
  s = Sqrt[t]/2;
  big = -4 p/3 - 2^(1/3) d0/(3 a r) - r/(3 2^(1/3) a);
  {shift - s - Sqrt[big + q/s]/2, shift - s + Sqrt[big + q/s]/2,
   shift + s - Sqrt[big - q/s]/2, shift + s + Sqrt[big - q/s]/2}]
depressedConstant[a_, b_, c_, d_, e_] := Together[(-3 b^4 + 256 a^3 e - 64 a^2 b d + 16 a b^2 c)/(256 a^4)]

numericRoots[p_, x_] := Module[{c = CoefficientList[p, x]},
  If[VectorQ[c, NumericQ], Sort[x /. NSolve[p == 0, x]], Sort[genericNumeric[c]]]]
genericNumeric[{b_, a_}] := {-b/a}
genericNumeric[{c_, b_, a_}] := {(-b - Sqrt[b^2 - 4 a c])/(2 a), (-b + Sqrt[b^2 - 4 a c])/(2 a)}
genericNumeric[c_] := With[{f = Function[Evaluate[Sum[c[[i]] Slot[1]^(i - 1), {i, Length[c]}]]]}, Table[Root[f, k], {k, Length[c] - 1}]]
