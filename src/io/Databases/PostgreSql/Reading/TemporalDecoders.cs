using System.Buffers.Binary;
using Levada.Databases.PostgreSql.Values;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Reading;

internal sealed class DateDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target)
    {
        var days = BinaryPrimitives.ReadInt32BigEndian(Exactly(sizeof(int), value));
        if (CalendarForm.IsCommonDate(days))
            target.AppendDate(days + CalendarForm.EpochDays);
        else
            target.AppendUntyped(CalendarForm.DateText(days));
    }
}

internal sealed class TimeDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) =>
        target.AppendTicks(BinaryPrimitives.ReadInt64BigEndian(Exactly(sizeof(long), value)) * CalendarForm.TicksPerMicrosecond);
}

internal sealed class TimestampDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target)
    {
        var microseconds = BinaryPrimitives.ReadInt64BigEndian(Exactly(sizeof(long), value));
        if (CalendarForm.IsCommonTimestamp(microseconds))
            target.AppendTicks((microseconds + CalendarForm.EpochMicroseconds) * CalendarForm.TicksPerMicrosecond);
        else
            target.AppendUntyped(CalendarForm.TimestampText(microseconds));
    }
}
