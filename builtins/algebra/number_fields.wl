(* number_fields.wl - sums over the roots of a polynomial, numbers written in an algebraic number field, cylindrical decompositions. *)

(* ---- RootSum[f, form]: a rational form has the trace of its matrix as the sum *)
rootSum[f_Function, form_] := Module[{x, p, h, n, c, m, d},
  p = f[x];
  If[! PolynomialQ[p, x] || Exponent[p, x] < 1, Return[$Unevaluated]];
  n = Exponent[p, x];
  If[! FreeQ[p, _Real], Return[With[{r = x /. NSolve[p == 0, x]}, If[ListQ[r], Total[form /@ r], $Unevaluated]]]];
  h = Together[form[x]];
  If[FreeQ[h, x], Return[n h]];
  If[n === 1, Return[form[-(p /. x -> 0)/Coefficient[p, x]]]];
  If[! PolynomialQ[Numerator[h], x] || ! PolynomialQ[Denominator[h], x], Return[ordered[f, p, form, x]]];
  c = CoefficientList[p, x];
  m = Transpose[Append[Rest[IdentityMatrix[n]], -Most[c]/Last[c]]];
  d = If[FreeQ[Denominator[h], x], Denominator[h] IdentityMatrix[n], horner[CoefficientList[Denominator[h], x], m]];
  If[Together[Det[d]] === 0, Return[ComplexInfinity]];
  Together[Tr[horner[CoefficientList[Numerator[h], x], m] . Inverse[d]]]]
rootSum[_, _] := $Unevaluated
horner[c_, m_] := Fold[#1 . m + #2 IdentityMatrix[Length[m]] &, 0 m, Reverse[c]]
(* the polynomial is written with its terms in order, its content taken out *)
ordered[f_, p_, form_, x_] := With[{q = Function[Evaluate[Expand[p/content[p, x]] /. x -> Slot[1]]]}, If[q === f || Head[form] =!= Function, $Unevaluated, RootSum[q, form]]]
content[p_, x_] := With[{c = CoefficientList[p, x]}, If[VectorQ[c, IntegerQ] || VectorQ[c, MatchQ[#, _Integer | _Rational] &], Sign[Last[c]] (GCD @@ c), 1]]

(* ---- AlgebraicNumber[theta, {c0, c1, ...}] *)
algebraicNumber[t_, c_List] := Module[{d, mp, x, r},
  If[! VectorQ[c, MatchQ[#, _Integer | _Rational] &], Return[$Unevaluated]];
  mp = minimal[t, x];
  If[mp === $Failed, Return[$Unevaluated]];
  d = Exponent[mp, x];
  If[d === 1, Return[c . t^Range[0, Length[c] - 1]]];
  (* a generator that is an integer, given as a Root *)
  With[{lead = Coefficient[mp, x, d]}, If[Abs[lead] =!= 1,
    Return[AlgebraicNumber[RootReduce[lead t], c/lead^Range[0, Length[c] - 1]]]]];
  If[Length[c] > d, r = CoefficientList[PolynomialRemainder[FromDigits[Reverse[c], x], mp, x], x], r = c];
  r = PadRight[r, d];
  If[Rest[r] === ConstantArray[0, d - 1], Return[First[r]]];
  With[{theta = If[MatchQ[t, _Root], t, asRoot[t]]}, If[r === c && theta === t, $Unevaluated, AlgebraicNumber[theta, r]]]]
algebraicNumber[_, _] := $Unevaluated
minimal[t_, x_] := With[{p = Quiet[MinimalPolynomial[t, x]]}, If[FreeQ[p, MinimalPolynomial] && PolynomialQ[p, x], p, $Failed]]
asRoot[t_] := With[{r = RootReduce[t]}, If[Head[r] === Root, r, t]]
value[AlgebraicNumber[t_, c_]] := c . t^Range[0, Length[c] - 1]
plain[e_] := e /. a_AlgebraicNumber :> value[a]

(* ---- ToNumberField[a], [{a1, a2, ...}], [a, theta] *)
toNumberField[a_List] := Module[{t = generator[plain /@ a]}, If[t === $Failed, $Unevaluated, inField[#, t] & /@ plain /@ a]]
toNumberField[a_] := Module[{r = RootReduce[plain[a]]}, If[MatchQ[r, _Integer | _Rational], r, With[{p = minimal[r, x$]}, If[p === $Failed, $Unevaluated, inField[r, integral[r]]]]]]
toNumberField[a_List, t_] := toNumberField[#, t] & /@ a
toNumberField[a_, t_] := With[{r = inField[plain[a], plain[t]]}, If[r === $Failed, Message[ToNumberField::nnfel, a, t]; $Unevaluated, r]]
integral[t_] := Module[{x, p}, p = minimal[t, x]; With[{lead = Coefficient[p, x, Exponent[p, x]]}, If[Abs[lead] === 1, t, RootReduce[lead t]]]]
(* one number that generates the field of all: sums with small multiples *)
generator[list_] := Module[{t = First[list], x, k, d},
  If[! FreeQ[minimal[#, x] & /@ list, $Failed], Return[$Failed]];
  Do[d = None;
   If[inField[a, integral[t]] =!= $Failed, Continue[]];
   Do[With[{s = RootReduce[t + k a]}, If[inField[a, integral[s]] =!= $Failed && inField[t, integral[s]] =!= $Failed, d = s; Break[]]], {k, {1, -1, 2, -2, 3}}];
   If[d === None, Return[$Failed, Module]];
   t = d, {a, Rest[list]}];
  integral[t]]
(* a as a polynomial in t with rational coefficients: a relation of numbers with many digits. It holds when the polynomial of t is a root of
   the minimal polynomial of a, as the digits tell the roots apart. *)
inField[a_, t_] := Module[{x, p, d, q, digits, v, r, c, theta},
  p = minimal[t, x]; q = minimal[a, x];
  If[p === $Failed || q === $Failed, Return[$Failed]];
  If[MatchQ[a, _Integer | _Rational], Return[a]];
  d = Exponent[p, x];
  If[Mod[d, Exponent[q, x]] =!= 0, Return[$Failed]];
  theta = asRoot[t];
  digits = 40 d + 60;
  v = N[Append[t^Range[0, d - 1], a], digits];
  r = relation[v, digits - 20];
  If[! VectorQ[r, IntegerQ] || Last[r] === 0, Return[$Failed]];
  c = -Most[r]/Last[r];
  If[Expand[Fold[PolynomialRemainder[#1 (c . x^Range[0, d - 1]) + #2, p, x] &, 0, Reverse[CoefficientList[q, x]]]] =!= 0 || Abs[c . Most[v] - Last[v]] > 10^-(digits/2), Return[$Failed]];
  AlgebraicNumber[theta, c]]
(* integers r with r . v near 0, by a reduced basis (Lenstra, Lenstra and Lovasz); real and imaginary parts at once *)
relation[v_, digits_] := Module[{n = Length[v], parts = If[AllTrue[v, Im[#] == 0 &], {Re[v]}, {Re[v], Im[v]}]},
  Take[First[LatticeReduce[MapThread[Join, {IdentityMatrix[n], Transpose[Round[10^digits #] & /@ parts]}]]], n]]
algebraicNumberPolynomial[AlgebraicNumber[_, c_], x_] := c . x^Range[0, Length[c] - 1]
algebraicNumberPolynomial[a : (_Integer | _Rational), x_] := a
algebraicNumberPolynomial[___] := $Unevaluated

(* ---- the cells of a system of real conditions *)
cylindricalDecomposition[e_, x_] := With[{r = Quiet[Reduce[e, x, Reals]]}, If[FreeQ[r, Reduce], r, $Unevaluated]]
cylindricalDecomposition[___] := $Unevaluated
