using System.Collections.Immutable;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Records that are kept as they are: quotas, credentials, tokens and ACLs, each under a key that names the thing.</summary>
internal sealed class UninterpretedDelta(ImmutableSortedDictionary<string, IMetadataRecord> before)
{
    private ImmutableSortedDictionary<string, IMetadataRecord> _records = before;

    /// <summary>Keeps or clears a record; other types are none of this class's.</summary>
    public void Replay(IMetadataRecord record)
    {
        switch (record)
        {
            case MetadataRecord<AccessControlEntryRecord> { Body: var body }: Keep($"acl {body.Id}", record); break;
            case MetadataRecord<RemoveAccessControlEntryRecord> { Body: var body }: Drop($"acl {body.Id}"); break;
            case MetadataRecord<UserScramCredentialRecord> { Body: var body }: Keep(Key(body.Name, body.Mechanism), record); break;
            case MetadataRecord<RemoveUserScramCredentialRecord> { Body: var body }: Drop(Key(body.Name, body.Mechanism)); break;
            case MetadataRecord<DelegationTokenRecord> { Body: var body }: Keep($"token {body.TokenId}", record); break;
            case MetadataRecord<RemoveDelegationTokenRecord> { Body: var body }: Drop($"token {body.TokenId}"); break;
            case MetadataRecord<ClientQuotaRecord> { Body.Remove: true } quota: Drop(Key(quota.Body)); break;
            case MetadataRecord<ClientQuotaRecord> { Body: var body }: Keep(Key(body), record); break;
            case MetadataRecord<ZkMigrationStateRecord>: Keep("migration", record); break;
        }
    }

    public ImmutableSortedDictionary<string, IMetadataRecord> Finish() => _records;

    private void Keep(string key, IMetadataRecord record) => _records = _records.SetItem(key, record);
    private void Drop(string key) => _records = _records.Remove(key);

    private static string Key(string user, sbyte mechanism) => $"scram {mechanism} {user}";

    // Lengths keep "a b" + "c" apart from "a" + "b c"; a missing name is the default entity.
    private static string Key(in ClientQuotaRecord quota)
    {
        var parts = quota.Entity
            .OrderBy(entity => entity.EntityType, StringComparer.Ordinal)
            .Select(entity => $"{entity.EntityType}={(entity.EntityName is { } name ? $"{name.Length}:{name}" : "default")}");
        return $"quota {quota.Key} {string.Join(' ', parts)}";
    }
}
