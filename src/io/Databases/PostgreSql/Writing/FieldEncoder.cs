using System.Buffers;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Appends a value that is not NULL in PostgreSQL's binary form, its length first.</summary>
internal delegate void FieldEncoder(ColumnVector column, int row, ArrayBufferWriter<byte> target);
