using Levada.DataFiles.Values;

namespace Levada.DataFiles.Parquet;

/// <summary>Says in a schema what the stored values of a field mean, in both of the format's vocabularies where both have a word.</summary>
/// <remarks>The older vocabulary has no word for a wall clock without a zone. Source: parquet-format, "Logical Types".</remarks>
internal static class FieldMeaning
{
    private const int ConvertedField = 6;
    private const int ScaleField = 7;
    private const int PrecisionField = 8;
    private const int LogicalField = 10;

    private const int LogicalText = 1;
    private const int LogicalDecimal = 5;
    private const int LogicalDate = 6;
    private const int LogicalTime = 7;
    private const int LogicalTimestamp = 8;
    private const int MicrosUnit = 2;

    public static void Write(ThriftWriter thrift, Field field)
    {
        switch (field.Form)
        {
            case FieldForm.Text or FieldForm.DecimalText:
                WriteEmpty(thrift, ConvertedType.Utf8, LogicalText);
                break;
            case FieldForm.Date:
                WriteEmpty(thrift, ConvertedType.Date, LogicalDate);
                break;
            case FieldForm.Decimal:
                WriteDecimal(thrift, field);
                break;
            case FieldForm.TimeMicros:
                WriteTime(thrift, LogicalTime, isUtc: false);
                break;
            case FieldForm.WallMicros:
                WriteTime(thrift, LogicalTimestamp, isUtc: false);
                break;
            case FieldForm.InstantMicros:
                thrift.Int32(ConvertedField, (int)ConvertedType.TimestampMicros);
                WriteTime(thrift, LogicalTimestamp, isUtc: true);
                break;
        }
    }

    private static void WriteEmpty(ThriftWriter thrift, ConvertedType converted, int logical)
    {
        thrift.Int32(ConvertedField, (int)converted);
        thrift.BeginField(LogicalField);
        thrift.Empty(logical);
        thrift.End();
    }

    private static void WriteDecimal(ThriftWriter thrift, Field field)
    {
        thrift.Int32(ConvertedField, (int)ConvertedType.Decimal);
        thrift.Int32(ScaleField, field.Scale);
        thrift.Int32(PrecisionField, field.Precision);
        thrift.BeginField(LogicalField);
        thrift.BeginField(LogicalDecimal);
        thrift.Int32(1, field.Scale);
        thrift.Int32(2, field.Precision);
        thrift.End();
        thrift.End();
    }

    private static void WriteTime(ThriftWriter thrift, int logical, bool isUtc)
    {
        thrift.BeginField(LogicalField);
        thrift.BeginField(logical);
        thrift.Bool(1, isUtc);
        thrift.BeginField(2);
        thrift.Empty(MicrosUnit);
        thrift.End();
        thrift.End();
        thrift.End();
    }
}
