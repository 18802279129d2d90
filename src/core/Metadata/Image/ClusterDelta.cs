using System.Collections.Immutable;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Registrations that a run of records changes.</summary>
internal sealed class ClusterDelta(ClusterImage before)
{
    private ImmutableSortedDictionary<int, BrokerImage> _brokers = before.Brokers;
    private ImmutableSortedDictionary<int, RegisterControllerRecord> _controllers = before.Controllers;

    public void Register(in RegisterBrokerRecord record) =>
        _brokers = _brokers.SetItem(record.BrokerId, BrokerImage.From(record));

    public void Unregister(in UnregisterBrokerRecord record) => _brokers = _brokers.Remove(record.BrokerId);

    public void SetFenced(int id, bool isFenced)
    {
        if (_brokers.TryGetValue(id, out var broker)) _brokers = _brokers.SetItem(id, broker with { IsFenced = isFenced });
    }

    public void Change(in BrokerRegistrationChangeRecord record)
    {
        if (!_brokers.TryGetValue(record.BrokerId, out var broker)) return;
        _brokers = _brokers.SetItem(record.BrokerId, broker with
        {
            IsFenced = record.Fenced switch { 1 => true, -1 => false, _ => broker.IsFenced },
            IsInControlledShutdown = broker.IsInControlledShutdown || record.InControlledShutdown == 1,
            LogDirs = record.LogDirs.Length > 0 ? record.LogDirs : broker.LogDirs,
            CordonedLogDirs = record.CordonedLogDirs ?? broker.CordonedLogDirs,
        });
    }

    public void Register(in RegisterControllerRecord record) =>
        _controllers = _controllers.SetItem(record.ControllerId, record);

    public void Unregister(in UnregisterControllerRecord record) => _controllers = _controllers.Remove(record.ControllerId);

    public ClusterImage Finish() =>
        ReferenceEquals(_brokers, before.Brokers) && ReferenceEquals(_controllers, before.Controllers)
            ? before
            : new ClusterImage(_brokers, _controllers);
}
