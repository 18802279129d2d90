using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>What one producer sent to a partition stands there in the order it was sent.</summary>
internal sealed class SendsKeepTheirOrder : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var sends = history.Of<SendEvent>().Where(send => send.Outcome == Outcome.Ok);
        foreach (var stream in sends.GroupBy(send => (send.Process, send.Topic, send.Partition)))
        {
            SendEvent? last = null;
            foreach (var send in stream.OrderBy(send => send.Number))
            {
                if (last is not null && send.Offset <= last.Offset)
                    yield return new("send-out-of-order", $"{send.Value} is at {send.Offset} of {send.Topic}-{send.Partition}, {last.Value} before it at {last.Offset}");
                last = send;
            }
        }
    }
}
