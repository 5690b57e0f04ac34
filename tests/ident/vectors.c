/*
 * tests/ident/vectors: see vectors.h. From the examples of ICAO Doc 9303 and the specimens that states and other projects
 * publish; the Turkish ones are made up.
 */
#include "vectors.h"

const struct vector vectors[] = {
	{"9303-5, TD1", MRZ_TD1, "D23145890", "", "ERIKSSON", "ANNA MARIA",
		"I<UTOD231458907<<<<<<<<<<<<<<<\n"
		"7408122F1204159UTO<<<<<<<<<<<6\n"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
	{"9303-11, TD1 with a long number", MRZ_TD1, "D23145890734", "", "STEVENSON", "PETER JOHN",
		"I<UTOD23145890<7349<<<<<<<<<<<\n"
		"3407127M9507122UTO<<<<<<<<<<<2\n"
		"STEVENSON<<PETER<JOHN<<<<<<<<<"},
	{"9303-11, TD1", MRZ_TD1, "L898902C", "", "ERIKSSON", "ANNA MARIA",
		"I<UTOL898902C<3<<<<<<<<<<<<<<<\n"
		"6908061F9406236UTO<<<<<<<<<<<2\n"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
	{"TD1, long number and optional data", MRZ_TD1, "D23145890734", "", "STEVENSON", "PETER JOHN",
		"I<UTOD23145890<7349<SWAG<<<<<<\n"
		"3407127M9507122UTOYOLO<<<<<<<5\n"
		"STEVENSON<<PETER<JOHN<<<<<<<<<"},
	{"9303-6, TD2", MRZ_TD2, "D23145890", "", "ERIKSSON", "ANNA MARIA",
		"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
		"D231458907UTO7408122F1204159<<<<<<<6"},
	{"9303-11, TD2 with a long number", MRZ_TD2, "D23145890734", "", "STEVENSON", "PETER JOHN",
		"I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
		"D23145890<UTO3407127M95071227349<<<8"},
	{"9303-11, TD2", MRZ_TD2, "L898902C", "", "ERIKSSON", "ANNA MARIA",
		"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
		"L898902C<3UTO6908061F9406236<<<<<<<2"},
	{"TD2, long number and optional data", MRZ_TD2, "D23145890734", "", "STEVENSON", "PETER JOHN",
		"I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
		"D23145890<UTO3407127M95071227349<XY9"},
	{"9303-4, TD3", MRZ_TD3, "L898902C3", "", "ERIKSSON", "ANNA MARIA",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
	{"9303-11, TD3", MRZ_TD3, "L898902C", "", "ERIKSSON", "ANNA MARIA",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C<3UTO6908061F9406236ZE184226B<<<<<14"},
	{"9303-7, MRV-A", MRZ_VISA_A, "", "", "", "",
		"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L8988901C4XXX4009078F96121096ZE184226B<<<<<<"},
	{"9303-7, MRV-B", MRZ_VISA_B, "", "", "", "",
		"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
		"L8988901C4XXX4009078F9612109<<<<<<<<"},
	{"Belgium, long number", MRZ_TD1, "000001115702", "", "SPECIMEN", "SPECIMEN",
		"IDBEL000001115<7027<<<<<<<<<<<\n"
		"9502286F3001064BEL950228998747\n"
		"SPECIMEN<<SPECIMEN<<<<<<<<<<<<"},
	{"Belgium, long number", MRZ_TD1, "592211692174", "", "SPECIMEN", "SPECIMEN",
		"IDBEL592211692<1741<<<<<<<<<<<\n"
		"9003107F2509301BEL900310244094\n"
		"SPECIMEN<<SPECIMEN<<<<<<<<<<<<"},
	{"Belgium, long number", MRZ_TD1, "615057409939", "", "SPECIMEN", "SPECIMEN",
		"IDBEL615057409<9390<<<<<<<<<<<\n"
		"1202177F2506160BEL120217144293\n"
		"SPECIMEN<<SPECIMEN<<<<<<<<<<<<"},
	{"Portugal, long number", MRZ_TD1, "000024759ZZ7", "", "CARLOS MONTEIRO", "AMELIA VANESS",
		"I<PRT000024759<ZZ72<<<<<<<<<<<\n"
		"8010100F2006017PRT<<<<<<<<<<<8\n"
		"CARLOS<MONTEIRO<<AMELIA<VANESS"},
	{"Austria", MRZ_TD1, "PA1234567", "", "MUSTERFRAU", "MARIA",
		"IDAUTPA12345673<<<<<<<<<<<<<<<\n"
		"8112314F3108011AUT<<<<<<<<<<<6\n"
		"MUSTERFRAU<<MARIA<<<<<<<<<<<<<"},
	{"Croatia, eleven digits that are no T.C. number", MRZ_TD1, "115501830", "", "SPECIMEN", "SPECIMEN",
		"IOHRV115501830605781305459<<<<\n"
		"7911255F2608020HRV<<<<<<<<<<<5\n"
		"SPECIMEN<<SPECIMEN<<<<<<<<<<<<"},
	{"Estonia, eleven digits that are no T.C. number", MRZ_TD1, "AS0002261", "", "JOERG", "JAAK KRISTJAN",
		"IDESTAS0002261938001085718<<<<\n"
		"8001081M2606288EST<<<<<<<<<<<1\n"
		"JOERG<<JAAK<KRISTJAN<<<<<<<<<<"},
	{"Germany, no sex", MRZ_TD1, "T01008921", "", "MUSTERMANN", "ERIKA",
		"IDD<<T010089212<<<<<<<<<<<<<<<\n"
		"6408125<2010315D<<<<<<<<<<<<<6\n"
		"MUSTERMANN<<ERIKA<<<<<<<<<<<<<"},
	{"France", MRZ_TD1, "X4RTBPFW4", "", "MARTIN", "MAELYS GAELLE MARIE",
		"IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n"
		"9007138F3002119FRA<<<<<<<<<<<6\n"
		"MARTIN<<MAELYS<GAELLE<MARIE<<<"},
	{"Netherlands", MRZ_TD1, "SPECI2014", "", "DE BRUIJN", "WILLEKE LISELOTTE",
		"I<NLDSPECI20142999999990<<<<<8\n"
		"6503101F2403096NLD<<<<<<<<<<<8\n"
		"DE<BRUIJN<<WILLEKE<LISELOTTE<<"},
	{"Sweden", MRZ_TD1, "59000002", "", "SPECIMEN", "SVEN",
		"I<SWE59000002<8198703142391<<<\n"
		"8703145M1701027SWE<<<<<<<<<<<8\n"
		"SPECIMEN<<SVEN<<<<<<<<<<<<<<<<"},
	{"Poland", MRZ_TD1, "ABA300000", "", "KOWALSKA", "ANNA",
		"I<POLABA3000004<<<<<<<<<<<<<<<\n"
		"7203305F1208227POL<<<<<<<<<<<2\n"
		"KOWALSKA<<ANNA<<<<<<<<<<<<<<<<"},
	{"Romania", MRZ_TD2, "SS099993", "", "POPESCU", "MARIN",
		"IDROUPOPESCU<<MARIN<<<<<<<<<<<<<<<<<\n"
		"SS099993<1ROU4609135M810913814000881"},
	{"Netherlands, passport", MRZ_TD3, "SPECI2014", "", "DE BRUIJN", "WILLEKE LISELOTTE",
		"P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\n"
		"SPECI20142NLD6503101F2403096999999990<<<<<84"},
	{"Netherlands, digit of the personal number left out", MRZ_TD3, "XX0000000", "", "MEULENDIJK", "LOES ALBERTINE",
		"P<NLDMEULENDIJK<<LOES<ALBERTINE<<<<<<<<<<<<<\n"
		"XX00000000NLD7110195F1108280123456782<<<<<<2"},
	{"Germany, passport", MRZ_TD3, "C11T002JM", "", "MUSTERMANN", "ERIKA",
		"P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\n"
		"C11T002JM4D<<9608122F1310317<<<<<<<<<<<<<<<6"},
	{"Czechia, passport", MRZ_TD3, "99009054", "", "SPECIMEN", "VZOR",
		"P<CZESPECIMEN<<VZOR<<<<<<<<<<<<<<<<<<<<<<<<<\n"
		"99009054<4CZE6906229F16072996956220612<<<<74"},
	{"United States, passport", MRZ_TD3, "150000003", "", "TRAVELER", "HAPPY",
		"P<USATRAVELER<<HAPPY<<<<<<<<<<<<<<<<<<<<<<<<\n"
		"1500000035USA5609165M0811150<<<<<<<<<<<<<<08"},
	{"Russia, passport that does not expire", MRZ_TD3, "391935349", "", "ZDRIL7K", "SERGEQ ANATOL9EVI3",
		"PNRUSZDRIL7K<<SERGEQ<ANATOL9EVI3<<<<<<<<<<<<\n"
		"3919353498RUS7207233M<<<<<<<4151218910003<50"},
	{"Türkiye, identity card", MRZ_TD1, "A12B34567", "90000000414", "YILMAZ", "ELIF",
		"I<TURA12B345675<90000000414<<<\n"
		"8503150F3308062TUR<<<<<<<<<<<6\n"
		"YILMAZ<<ELIF<<<<<<<<<<<<<<<<<<"},
	{"Türkiye, passport", MRZ_TD3, "U12345678", "90000000414", "YILMAZ", "ELIF",
		"P<TURYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
		"U123456784TUR8503150F330806290000000414<<<60"},
};

const int vectors_count = (int)ARRAY_LENGTH(vectors);
