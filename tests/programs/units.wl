(* Quantities in a small calculation. Expected output: from an independent Python program. *)
speed = Quantity[100, "Kilometers"/"Hours"];
Print[UnitConvert[speed, "Meters"/"Seconds"]]
Print[UnitConvert[speed Quantity[90, "Minutes"], "Kilometers"]]
Print[ToString[Quantity[1, "Hours"] + Quantity[15, "Minutes"]]]
Print[QuantityMagnitude[UnitConvert[Quantity[5, "Feet"] + Quantity[11, "Inches"], "Centimeters"]]]
