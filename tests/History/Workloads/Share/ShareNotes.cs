using Levada.History.Events;
using Levada.Protocol;

namespace Levada.History.Workloads.Share;

/// <summary>Takes down what one session of a share group's member is given and says.</summary>
/// <param name="process">A name of its own for each session, so that what it held ends with it.</param>
internal sealed class ShareNotes(Recorder recorder, string process, string group, string topic)
{
    public void Delivered(long beginUs, long endUs, AcquiredRecord record) => recorder.Add(new DeliveryEvent
    {
        Process = process, BeginUs = beginUs, EndUs = endUs, Group = group, Topic = topic, Partition = record.Partition, Offset = record.Offset,
        Value = record.Value, DeliveryCount = record.DeliveryCount,
    });

    public void Acknowledged(long beginUs, IEnumerable<Said> said, Func<int, Outcome> outcomeOf)
    {
        foreach (var one in said.Where(one => Enum.IsDefined((AcknowledgeType)one.Type)))
        {
            recorder.Add(new AcknowledgeEvent
            {
                Process = process, BeginUs = beginUs, EndUs = Recorder.NowUs, Group = group, Topic = topic, Partition = one.Partition, Offset = one.Offset,
                Type = (AcknowledgeType)one.Type, Outcome = outcomeOf(one.Partition),
            });
        }
    }

    public void Left(long beginUs, bool isAnswerLost) => recorder.Add(new LeaveEvent
    {
        Process = process, BeginUs = beginUs, EndUs = Recorder.NowUs, Group = group, IsAnswerLost = isAnswerLost,
    });

    /// <exception cref="InvalidDataException">The request itself was refused.</exception>
    public static Outcome OutcomeOf(ErrorCode error) => error switch
    {
        ErrorCode.None => Outcome.Ok,
        ErrorCode.InvalidRecordState or ErrorCode.ShareSessionNotFound or ErrorCode.InvalidShareSessionEpoch => Outcome.Failed,
        ErrorCode.InvalidRequest => throw new InvalidDataException("The broker takes a share group's acknowledgement for malformed."),
        _ => Outcome.Unknown,
    };
}
