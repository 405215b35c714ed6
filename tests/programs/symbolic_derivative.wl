(* A small differentiator written with rules, against D. Expected output: from an independent Python program. *)
d[c_?NumericQ, x_] := 0;
d[x_, x_] := 1;
d[y_Symbol, x_] := 0;
d[a_ + b_, x_] := d[a, x] + d[b, x];
d[a_ b_, x_] := a d[b, x] + b d[a, x];
d[a_^n_?NumericQ, x_] := n a^(n - 1) d[a, x];
d[Sin[a_], x_] := Cos[a] d[a, x];
d[Cos[a_], x_] := -Sin[a] d[a, x];
d[Exp[a_], x_] := Exp[a] d[a, x];
Print[d[x^3 + 2 x, x]]
Print[Expand[d[Sin[x] x^2, x] - D[Sin[x] x^2, x]]]
Print[Expand[d[(1 + x)^5, x] - D[(1 + x)^5, x]]]
