# Writes a line MESSAGE_ID(NAME, "ARGUMENTS") for each message of the catalogue, from lines @@NAME@@ "turkish" @@ "english" @@
# that the preprocessor made of messages/*.def. The arguments are the conversions of both texts in order of the arguments;
# where the two languages disagree it says so and fails. Knows nothing of what the messages say.

function arguments(text, count, found, rest, position, conversion, list, i) {
	gsub(/%%/, "", text)
	count = 0
	while (match(text, /%([0-9]+\$)?[-+ #0']*(\*|[0-9]+)?(\.(\*|[0-9]+))?(hh|h|ll|l|j|z|t)?[a-zA-Z]/)) {
		found = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		position = match(found, /^%[0-9]+\$/) ? substr(found, 2, RLENGTH - 2) + 0 : 0
		rest = found
		while (sub(/\*/, "", rest))
			list[++count] = "%d"
		match(rest, /(hh|h|ll|l|j|z|t)?[a-zA-Z]$/)
		conversion = "%" substr(rest, RSTART)
		count++
		list[position ? position : count] = conversion
	}
	rest = ""
	for (i = 1; i <= count; i++)
		rest = rest (i > 1 ? " " : "") list[i]
	return rest
}

BEGIN {
	FS = "@@"
	print "/* Made from messages/ *.def: what a message is called and which arguments it takes, not what it says. */"
}

/^@@/ {
	gsub(/ /, "", $2)
	turkish = arguments($3)
	english = arguments($4)
	if (turkish != english) {
		printf "message %s takes \"%s\" in Turkish and \"%s\" in English\n", $2, turkish, english > "/dev/stderr"
		failed = 1
	}
	printf "MESSAGE_ID(%s, \"%s\")\n", $2, turkish
}

END { exit failed }
