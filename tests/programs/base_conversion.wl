(* Numbers in other bases, with their values back. Expected output: from an independent Python program. *)
Scan[Print[#, " ", IntegerString[#, 2], " ", IntegerString[#, 8], " ", IntegerString[#, 16], " ", IntegerString[#, 36]] &, {0, 9, 255, 1000, 46655}]
Print[FromDigits["zz", 36], " ", FromDigits["101101", 2], " ", 16^^ff]
