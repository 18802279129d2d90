using Levada.Transfer.Options;

namespace Levada.Transfer.Codegen;

/// <summary>The part of a generated source that knows delimiters and types but no column.</summary>
/// <remarks>A class beside the record's: inside of it any column's name could hide a type's.</remarks>
internal static class JavaFields
{
    private const string Template = """
        /** Fields of delimited text: how they are written, told apart and read. */
        final class @NAME@ {
          private static final char OUT_FIELD = @OUT_FIELD@;
          private static final char OUT_RECORD = @OUT_RECORD@;
          private static final char OUT_ENCLOSE = @OUT_ENCLOSE@;
          private static final char OUT_ESCAPE = @OUT_ESCAPE@;
          private static final boolean OUT_ENCLOSE_REQUIRED = @OUT_REQUIRED@;
          private static final java.lang.String OUT_NULL_STRING = @OUT_NULL_STRING@;
          private static final java.lang.String OUT_NULL_OTHER = @OUT_NULL_OTHER@;
          private static final java.lang.String DELIMITERS_BECOME = @DELIMITERS_BECOME@;
          private static final boolean PLAIN_DECIMALS = @PLAIN_DECIMALS@;
          private static final char IN_FIELD = @IN_FIELD@;
          private static final char IN_RECORD = @IN_RECORD@;
          private static final char IN_ENCLOSE = @IN_ENCLOSE@;
          private static final char IN_ESCAPE = @IN_ESCAPE@;
          private static final boolean IN_ENCLOSE_REQUIRED = @IN_REQUIRED@;
          private static final java.lang.String IN_NULL_STRING = @IN_NULL_STRING@;
          private static final java.lang.String IN_NULL_OTHER = @IN_NULL_OTHER@;
          private static final char NONE = (char) 0;

          private @NAME@() {
          }

          static void end(java.lang.StringBuilder out) {
            out.append(OUT_RECORD);
          }

          static void write(java.lang.StringBuilder out, boolean first, java.lang.String value) {
            if (value != null && DELIMITERS_BECOME != null) {
              value = value.replace("\n", DELIMITERS_BECOME).replace("\r", DELIMITERS_BECOME).replace("\001", DELIMITERS_BECOME);
            }
            append(out, first, value == null ? OUT_NULL_STRING : value);
          }

          static void writeClob(java.lang.StringBuilder out, boolean first, java.lang.String value) {
            append(out, first, value == null ? OUT_NULL_OTHER : value);
          }

          static void write(java.lang.StringBuilder out, boolean first, byte[] value) {
            if (value == null) {
              append(out, first, OUT_NULL_OTHER);
              return;
            }
            java.lang.StringBuilder hex = new java.lang.StringBuilder(value.length * 3);
            for (int i = 0; i < value.length; i++) {
              hex.append(i == 0 ? "" : " ").append(java.lang.Character.forDigit((value[i] >> 4) & 15, 16));
              hex.append(java.lang.Character.forDigit(value[i] & 15, 16));
            }
            append(out, first, hex.toString());
          }

          static void write(java.lang.StringBuilder out, boolean first, java.lang.Object value) {
            if (value instanceof java.math.BigDecimal && PLAIN_DECIMALS) {
              append(out, first, ((java.math.BigDecimal) value).toPlainString());
            } else {
              append(out, first, value == null ? OUT_NULL_OTHER : value.toString());
            }
          }

          private static void append(java.lang.StringBuilder out, boolean first, java.lang.String text) {
            if (!first) {
              out.append(OUT_FIELD);
            }
            boolean delimited = text.indexOf(OUT_FIELD) >= 0 || text.indexOf(OUT_RECORD) >= 0;
            boolean enclosed = OUT_ENCLOSE != NONE && (OUT_ENCLOSE_REQUIRED || delimited);
            if (enclosed) {
              out.append(OUT_ENCLOSE);
            }
            for (int i = 0; i < text.length(); i++) {
              char c = text.charAt(i);
              boolean special = OUT_ENCLOSE != NONE ? c == OUT_ENCLOSE : c == OUT_FIELD || c == OUT_RECORD;
              if (OUT_ESCAPE != NONE && (special || c == OUT_ESCAPE)) {
                out.append(OUT_ESCAPE);
              }
              out.append(c);
            }
            if (enclosed) {
              out.append(OUT_ENCLOSE);
            }
          }

          static java.util.List<java.lang.String> split(java.lang.CharSequence record) {
            java.util.List<java.lang.String> fields = new java.util.ArrayList<java.lang.String>();
            int[] at = {0};
            while (record.length() > 0) {
              fields.add(next(record, at));
              if (at[0] >= record.length() || record.charAt(at[0]) == IN_RECORD) {
                break;
              }
              at[0]++;
            }
            return fields;
          }

          private static java.lang.String next(java.lang.CharSequence record, int[] at) {
            java.lang.StringBuilder field = new java.lang.StringBuilder();
            int i = at[0];
            boolean enclosed = IN_ENCLOSE != NONE && i < record.length() && record.charAt(i) == IN_ENCLOSE;
            if (IN_ENCLOSE_REQUIRED && IN_ENCLOSE != NONE && !enclosed) {
              throw new java.lang.IllegalArgumentException("Opening field-encloser expected at position " + i);
            }
            boolean closed = !enclosed;
            for (i += enclosed ? 1 : 0; i < record.length(); i++) {
              char c = record.charAt(i);
              if (IN_ESCAPE != NONE && c == IN_ESCAPE && i + 1 < record.length()) {
                field.append(record.charAt(++i));
              } else if (enclosed && c == IN_ENCLOSE) {
                closed = true;
                i++;
                break;
              } else if (!enclosed && (c == IN_FIELD || c == IN_RECORD)) {
                break;
              } else {
                field.append(c);
              }
            }
            if (!closed || enclosed && i < record.length() && record.charAt(i) != IN_FIELD && record.charAt(i) != IN_RECORD) {
              throw new java.lang.IllegalArgumentException("Expected delimiter at position " + i);
            }
            at[0] = i;
            return field.toString();
          }

          static java.lang.String readString(java.util.List<java.lang.String> fields, int i) {
            return i >= fields.size() || fields.get(i).equals(IN_NULL_STRING) ? null : fields.get(i);
          }

          static java.lang.String readClob(java.util.List<java.lang.String> fields, int i) {
            return i >= fields.size() || fields.get(i).equals(IN_NULL_OTHER) ? null : fields.get(i);
          }

          private static java.lang.String other(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = readClob(fields, i);
            return field == null || field.isEmpty() ? null : field;
          }

          static java.lang.Integer readInteger(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.lang.Integer.valueOf(field);
          }

          static java.lang.Long readLong(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.lang.Long.valueOf(field);
          }

          static java.lang.Float readFloat(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.lang.Float.valueOf(field);
          }

          static java.lang.Double readDouble(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.lang.Double.valueOf(field);
          }

          static java.lang.Boolean readBoolean(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            if (field == null) {
              return null;
            }
            java.lang.String word = field.toLowerCase(java.util.Locale.ROOT);
            return word.equals("true") || word.equals("t") || word.equals("1") || word.equals("on") || word.equals("yes");
          }

          static java.math.BigDecimal readBigDecimal(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : new java.math.BigDecimal(field);
          }

          static java.sql.Date readDate(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.sql.Date.valueOf(field);
          }

          static java.sql.Time readTime(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.sql.Time.valueOf(field);
          }

          static java.sql.Timestamp readTimestamp(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            return field == null ? null : java.sql.Timestamp.valueOf(field);
          }

          static byte[] readBytes(java.util.List<java.lang.String> fields, int i) {
            java.lang.String field = other(fields, i);
            if (field == null) {
              return null;
            }
            java.lang.String[] pairs = field.trim().split("\\s+");
            byte[] bytes = new byte[pairs.length];
            for (int at = 0; at < pairs.length; at++) {
              bytes[at] = (byte) java.lang.Integer.parseInt(pairs[at], 16);
            }
            return bytes;
          }

          static boolean same(java.lang.Object left, java.lang.Object right) {
            return java.util.Objects.deepEquals(left, right);
          }

          static int hash(java.lang.Object value) {
            return value instanceof byte[] ? java.util.Arrays.hashCode((byte[]) value) : java.util.Objects.hashCode(value);
          }
        }

        """;

    /// <summary>The source of the class.</summary>
    /// <param name="name">Its simple name.</param>
    public static string Source(string name, TransferOptions options)
    {
        var text = options.Text;
        var replacement = options.Import.AreHiveDelimitersDropped ? "" : options.Import.HiveDelimiterReplacement;
        var isPlain = !options.Properties.TryGetValue("sqoop.bigdecimal.format.string", out var format)
            || !string.Equals(format, "false", StringComparison.OrdinalIgnoreCase);
        return Delimiters(Delimiters(Template, "OUT", text.Output), "IN", text.Input)
            .Replace("@NAME@", name, StringComparison.Ordinal)
            .Replace("@PLAIN_DECIMALS@", JavaText.Boolean(isPlain), StringComparison.Ordinal)
            .Replace("@DELIMITERS_BECOME@", replacement is null ? "null" : JavaText.Literal(replacement), StringComparison.Ordinal)
            .Replace("@OUT_NULL_STRING@", JavaText.Literal(text.NullString), StringComparison.Ordinal)
            .Replace("@OUT_NULL_OTHER@", JavaText.Literal(text.NullNonString), StringComparison.Ordinal)
            .Replace("@IN_NULL_STRING@", JavaText.Literal(text.InputNullString), StringComparison.Ordinal)
            .Replace("@IN_NULL_OTHER@", JavaText.Literal(text.InputNullNonString), StringComparison.Ordinal);
    }

    private static string Delimiters(string template, string side, DelimiterSet set) => template
        .Replace($"@{side}_FIELD@", JavaText.Character(set.Field), StringComparison.Ordinal)
        .Replace($"@{side}_RECORD@", JavaText.Character(set.Record), StringComparison.Ordinal)
        .Replace($"@{side}_ENCLOSE@", JavaText.Character(set.Enclose), StringComparison.Ordinal)
        .Replace($"@{side}_ESCAPE@", JavaText.Character(set.Escape), StringComparison.Ordinal)
        .Replace($"@{side}_REQUIRED@", JavaText.Boolean(set.IsEncloseRequired), StringComparison.Ordinal);
}
