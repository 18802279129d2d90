using System.Collections.Immutable;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Records that are kept as they are: credentials, tokens and ACLs, each under a key that names the thing.</summary>
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
            case MetadataRecord<ZkMigrationStateRecord>: Keep("migration", record); break;
        }
    }

    public ImmutableSortedDictionary<string, IMetadataRecord> Finish() => _records;

    private void Keep(string key, IMetadataRecord record) => _records = _records.SetItem(key, record);
    private void Drop(string key) => _records = _records.Remove(key);

    private static string Key(string user, sbyte mechanism) => $"scram {mechanism} {user}";
}
