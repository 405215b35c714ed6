(* finance.wl - interest, annuities and cash flows. *)

(* the rate for one unit of time of an interest that is compounded q times as often *)
perUnit[EffectiveInterest[r_, 0]] := E^r - 1;
perUnit[EffectiveInterest[r_, q_]] := (1 + r q)^(1/q) - 1;
perUnit[r_] := r;
effectiveInterest[r_, 0] := E^r - 1 /; ! ListQ[r];
effectiveInterest[r_, q_] := (1 + q r)^(1/q) - 1 /; ! ListQ[r] && ! MatchQ[q, _Rule];
effectiveInterest[rs_List] := (Times @@ (1 + rs))^(1/Length[rs]) - 1 /; VectorQ[rs];
effectiveInterest[___] := $Unevaluated;
value[a_, r_, t_] := a (1 + perUnit[r])^t;
(* TimeValue[s, i, t]: what s is worth after t; schedules of rates {{t1, r1}, ...} hold from each time on *)
growth[r : {{_, _} ..}, a_, b_] := Module[{ts = Append[r[[All, 1]], Infinity], rs = r[[All, 2]]}, Times @@ Table[(1 + rs[[k]])^Max[0, Min[b, ts[[k + 1]]] - Max[a, ts[[k]]]], {k, Length[rs]}]];
growth[r_List, a_, b_] := growth[Transpose[{Range[0, Length[r] - 1], r}], a, b] /; VectorQ[r];
growth[r_, a_, b_] := (1 + perUnit[r])^(b - a);
moved[s_, r_, from_, to_] := If[TrueQ[to >= from] || ! ListQ[r], s growth[r, from, to], s/growth[r, to, from]];
timeValue[Cashflow[l_, q_], r_, t_] := timeValue[Cashflow[Transpose[{q Range[0, Length[l] - 1], l}]], r, t] /; NumericQ[q] && ! MatrixQ[l];
timeValue[Cashflow[l_List], r_, t_] := With[{p = If[MatchQ[l, {{_, _} ..}], l, Transpose[{Range[0, Length[l] - 1], l}]]}, Total[Map[moved[Last[#], r, First[#], t] &, p]]];
timeValue[Annuity[p_, t_, q_: 1], r_, s_] := With[{i = perUnit[r]}, With[{j = (1 + i)^q - 1, pay = payment[p], ends = extra[p]}, Simplify[(1 + i)^s (ends[[1]] + pay q0[q] If[t === Infinity, 1/j, (1 - (1 + i)^(-t))/j] + If[t === Infinity, 0, ends[[2]] (1 + i)^(-t)])]]];
timeValue[AnnuityDue[p_, t_, q_: 1], r_, s_] := With[{i = perUnit[r]}, With[{j = (1 + i)^q - 1, pay = payment[p], ends = extra[p]}, Simplify[(1 + i)^s (ends[[1]] + pay q0[q] (1 + i)^q If[t === Infinity, 1/j, (1 - (1 + i)^(-t))/j] + If[t === Infinity, 0, ends[[2]] (1 + i)^(-t)])]]];
q0[_] := 1;
payment[{p_, _}] := p; payment[p_] := p;
extra[{_, {a_, b_}}] := {a, b}; extra[{_, b_}] := {0, b}; extra[_] := {0, 0};
timeValue[s_, r_, t_] := moved[s, r, 0, t] /; FreeQ[s, Cashflow | Annuity | AnnuityDue | FinancialBond];
timeValue[s_, r_, {t_, u_}] := moved[s, r, u, t];
timeValue[___] := $Unevaluated;

