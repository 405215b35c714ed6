(* Digits of E from its series. Expected output: from an independent Python program. *)
Print[N[Sum[1/k!, {k, 0, 60}], 50] == N[E, 50]]
Print[IntegerPart[10^40 Sum[1/k!, {k, 0, 40}]]]
