/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $isFinite = $util.global.isFinite, $Boolean = $util.global.Boolean, $Array = $util.global.Array, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const plateau = $root.plateau = (() => {

    /**
     * Namespace plateau.
     * @exports plateau
     * @namespace
     */
    const plateau = {};

    plateau.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof plateau
         * @namespace
         */
        const v1 = {};

        v1.RunEvent = (function() {

            /**
             * Properties of a RunEvent.
             * @typedef {Object} plateau.v1.RunEvent.$Properties
             * @property {string|null} [namespace] RunEvent namespace
             * @property {string|null} [kind] RunEvent kind
             * @property {string|null} [run] RunEvent run
             * @property {string|null} [runUid] RunEvent runUid
             * @property {number|null} [rank] RunEvent rank
             * @property {string|null} [process] RunEvent process
             * @property {number|null} [atMs] RunEvent atMs
             * @property {plateau.v1.ProgressReport.$Properties|null} [report] RunEvent report
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RunEvent.
             * @memberof plateau.v1
             * @interface IRunEvent
             * @augments plateau.v1.RunEvent.$Properties
             * @deprecated Use plateau.v1.RunEvent.$Properties instead.
             */

            /**
             * Shape of a RunEvent.
             * @typedef {{
             *   namespace?: string|null;
             *   kind?: string|null;
             *   run?: string|null;
             *   runUid?: string|null;
             *   rank?: number|null;
             *   process?: string|null;
             *   atMs?: number|null;
             *   report?: plateau.v1.ProgressReport.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} plateau.v1.RunEvent.$Shape
             */

            /**
             * Constructs a new RunEvent.
             * @memberof plateau.v1
             * @classdesc Represents a RunEvent.
             * @constructor
             * @param {plateau.v1.RunEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RunEvent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RunEvent namespace.
             * @member {string} namespace
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.namespace = "";

            /**
             * RunEvent kind.
             * @member {string} kind
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.kind = "";

            /**
             * RunEvent run.
             * @member {string} run
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.run = "";

            /**
             * RunEvent runUid.
             * @member {string} runUid
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.runUid = "";

            /**
             * RunEvent rank.
             * @member {number} rank
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.rank = 0;

            /**
             * RunEvent process.
             * @member {string} process
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.process = "";

            /**
             * RunEvent atMs.
             * @member {number} atMs
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.atMs = 0;

            /**
             * RunEvent report.
             * @member {plateau.v1.ProgressReport.$Properties|null|undefined} report
             * @memberof plateau.v1.RunEvent
             * @instance
             */
            RunEvent.prototype.report = null;

            /**
             * Encodes the specified RunEvent message. Does not implicitly {@link plateau.v1.RunEvent.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.RunEvent
             * @static
             * @param {plateau.v1.RunEvent.$Properties} message RunEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RunEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.namespace);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.run);
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid") && message.runUid !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.runUid);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.rank);
                if (message.process != null && $Object.hasOwnProperty.call(message, "process") && message.process !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.process);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && !$Object.is(message.atMs, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.atMs);
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.plateau.v1.ProgressReport.encode(message.report, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RunEvent message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.RunEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.RunEvent & plateau.v1.RunEvent.$Shape} RunEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RunEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.RunEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namespace = value;
                            else
                                delete message.namespace;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.run = value;
                            else
                                delete message.run;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runUid = value;
                            else
                                delete message.runUid;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.plateau.v1.ProgressReport.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a RunEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.RunEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.RunEvent} RunEvent
             */
            RunEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.RunEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.RunEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.RunEvent();
                if (object.namespace != null)
                    if (typeof object.namespace !== "string" || object.namespace.length)
                        message.namespace = $String(object.namespace);
                if (object.kind != null)
                    if (typeof object.kind !== "string" || object.kind.length)
                        message.kind = $String(object.kind);
                if (object.run != null)
                    if (typeof object.run !== "string" || object.run.length)
                        message.run = $String(object.run);
                if (object.runUid != null)
                    if (typeof object.runUid !== "string" || object.runUid.length)
                        message.runUid = $String(object.runUid);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.process != null)
                    if (typeof object.process !== "string" || object.process.length)
                        message.process = $String(object.process);
                if (object.atMs != null)
                    if (!$Object.is($Number(object.atMs), 0))
                        message.atMs = $Number(object.atMs);
                if (object.report != null) {
                    if (!$util.isObject(object.report))
                        throw $TypeError(".plateau.v1.RunEvent.report: object expected");
                    message.report = $root.plateau.v1.ProgressReport.fromObject(object.report, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a RunEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.RunEvent
             * @static
             * @param {plateau.v1.RunEvent} message RunEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RunEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.namespace = "";
                    object.kind = "";
                    object.run = "";
                    object.runUid = "";
                    object.rank = 0;
                    object.process = "";
                    object.atMs = 0;
                    object.report = null;
                }
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace"))
                    object.namespace = message.namespace;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = message.kind;
                if (message.run != null && $Object.hasOwnProperty.call(message, "run"))
                    object.run = message.run;
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid"))
                    object.runUid = message.runUid;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.process != null && $Object.hasOwnProperty.call(message, "process"))
                    object.process = message.process;
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs"))
                    object.atMs = options.json && !$isFinite(message.atMs) ? $String(message.atMs) : message.atMs;
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    object.report = $root.plateau.v1.ProgressReport.toObject(message.report, options, _depth + 1);
                return object;
            };

            /**
             * Converts this RunEvent to JSON.
             * @function toJSON
             * @memberof plateau.v1.RunEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RunEvent.prototype.toJSON = function() {
                return RunEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RunEvent
             * @function getTypeUrl
             * @memberof plateau.v1.RunEvent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RunEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.RunEvent";
            };

            return RunEvent;
        })();

        v1.Command = (function() {

            /**
             * Properties of a Command.
             * @typedef {Object} plateau.v1.Command.$Properties
             * @property {string|null} [id] Command id
             * @property {plateau.v1.CheckpointNow.$Properties|null} [checkpointNow] Command checkpointNow
             * @property {plateau.v1.Pause.$Properties|null} [pause] Command pause
             * @property {plateau.v1.Resume.$Properties|null} [resume] Command resume
             * @property {plateau.v1.SetLogLevel.$Properties|null} [setLogLevel] Command setLogLevel
             * @property {"checkpointNow"|"pause"|"resume"|"setLogLevel"} [what] Command what
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Command.
             * @memberof plateau.v1
             * @interface ICommand
             * @augments plateau.v1.Command.$Properties
             * @deprecated Use plateau.v1.Command.$Properties instead.
             */

            /**
             * Narrowed shape of a Command.
             * @typedef {{
             *   id?: string|null;
             *   checkpointNow?: plateau.v1.CheckpointNow.$Shape|null;
             *   pause?: plateau.v1.Pause.$Shape|null;
             *   resume?: plateau.v1.Resume.$Shape|null;
             *   setLogLevel?: plateau.v1.SetLogLevel.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ what?: undefined; checkpointNow?: null; pause?: null; resume?: null; setLogLevel?: null }|{ what?: "checkpointNow"; checkpointNow: plateau.v1.CheckpointNow.$Shape; pause?: null; resume?: null; setLogLevel?: null }|{ what?: "pause"; checkpointNow?: null; pause: plateau.v1.Pause.$Shape; resume?: null; setLogLevel?: null }|{ what?: "resume"; checkpointNow?: null; pause?: null; resume: plateau.v1.Resume.$Shape; setLogLevel?: null }|{ what?: "setLogLevel"; checkpointNow?: null; pause?: null; resume?: null; setLogLevel: plateau.v1.SetLogLevel.$Shape })
             * )} plateau.v1.Command.$Shape
             */

            /**
             * Constructs a new Command.
             * @memberof plateau.v1
             * @classdesc Represents a Command.
             * @constructor
             * @param {plateau.v1.Command.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Command id.
             * @member {string} id
             * @memberof plateau.v1.Command
             * @instance
             */
            Command.prototype.id = "";

            /**
             * Command checkpointNow.
             * @member {plateau.v1.CheckpointNow.$Properties|null|undefined} checkpointNow
             * @memberof plateau.v1.Command
             * @instance
             */
            Command.prototype.checkpointNow = null;

            /**
             * Command pause.
             * @member {plateau.v1.Pause.$Properties|null|undefined} pause
             * @memberof plateau.v1.Command
             * @instance
             */
            Command.prototype.pause = null;

            /**
             * Command resume.
             * @member {plateau.v1.Resume.$Properties|null|undefined} resume
             * @memberof plateau.v1.Command
             * @instance
             */
            Command.prototype.resume = null;

            /**
             * Command setLogLevel.
             * @member {plateau.v1.SetLogLevel.$Properties|null|undefined} setLogLevel
             * @memberof plateau.v1.Command
             * @instance
             */
            Command.prototype.setLogLevel = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Command what.
             * @member {"checkpointNow"|"pause"|"resume"|"setLogLevel"|undefined} what
             * @memberof plateau.v1.Command
             * @instance
             */
            $Object.defineProperty(Command.prototype, "what", {
                get: $util.oneOfGetter($oneOfFields = ["checkpointNow", "pause", "resume", "setLogLevel"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Command message. Does not implicitly {@link plateau.v1.Command.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Command
             * @static
             * @param {plateau.v1.Command.$Properties} message Command message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.checkpointNow != null && $Object.hasOwnProperty.call(message, "checkpointNow"))
                    $root.plateau.v1.CheckpointNow.encode(message.checkpointNow, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause"))
                    $root.plateau.v1.Pause.encode(message.pause, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume"))
                    $root.plateau.v1.Resume.encode(message.resume, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.setLogLevel != null && $Object.hasOwnProperty.call(message, "setLogLevel"))
                    $root.plateau.v1.SetLogLevel.encode(message.setLogLevel, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Command
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Command & plateau.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.checkpointNow = $root.plateau.v1.CheckpointNow.decode(reader, reader.size(), $undefined, _depth + 1, message.checkpointNow);
                            message.what = "checkpointNow";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.pause = $root.plateau.v1.Pause.decode(reader, reader.size(), $undefined, _depth + 1, message.pause);
                            message.what = "pause";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.resume = $root.plateau.v1.Resume.decode(reader, reader.size(), $undefined, _depth + 1, message.resume);
                            message.what = "resume";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.setLogLevel = $root.plateau.v1.SetLogLevel.decode(reader, reader.size(), $undefined, _depth + 1, message.setLogLevel);
                            message.what = "setLogLevel";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Command message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Command
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Command} Command
             */
            Command.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Command)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Command: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Command();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.checkpointNow != null) {
                    if (!$util.isObject(object.checkpointNow))
                        throw $TypeError(".plateau.v1.Command.checkpointNow: object expected");
                    message.checkpointNow = $root.plateau.v1.CheckpointNow.fromObject(object.checkpointNow, _depth + 1);
                }
                if (object.pause != null) {
                    if (!$util.isObject(object.pause))
                        throw $TypeError(".plateau.v1.Command.pause: object expected");
                    message.pause = $root.plateau.v1.Pause.fromObject(object.pause, _depth + 1);
                }
                if (object.resume != null) {
                    if (!$util.isObject(object.resume))
                        throw $TypeError(".plateau.v1.Command.resume: object expected");
                    message.resume = $root.plateau.v1.Resume.fromObject(object.resume, _depth + 1);
                }
                if (object.setLogLevel != null) {
                    if (!$util.isObject(object.setLogLevel))
                        throw $TypeError(".plateau.v1.Command.setLogLevel: object expected");
                    message.setLogLevel = $root.plateau.v1.SetLogLevel.fromObject(object.setLogLevel, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Command message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Command
             * @static
             * @param {plateau.v1.Command} message Command
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Command.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.id = "";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.checkpointNow != null && $Object.hasOwnProperty.call(message, "checkpointNow")) {
                    object.checkpointNow = $root.plateau.v1.CheckpointNow.toObject(message.checkpointNow, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "checkpointNow";
                }
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause")) {
                    object.pause = $root.plateau.v1.Pause.toObject(message.pause, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "pause";
                }
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume")) {
                    object.resume = $root.plateau.v1.Resume.toObject(message.resume, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "resume";
                }
                if (message.setLogLevel != null && $Object.hasOwnProperty.call(message, "setLogLevel")) {
                    object.setLogLevel = $root.plateau.v1.SetLogLevel.toObject(message.setLogLevel, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "setLogLevel";
                }
                return object;
            };

            /**
             * Converts this Command to JSON.
             * @function toJSON
             * @memberof plateau.v1.Command
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Command.prototype.toJSON = function() {
                return Command.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Command
             * @function getTypeUrl
             * @memberof plateau.v1.Command
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Command.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Command";
            };

            return Command;
        })();

        v1.CheckpointNow = (function() {

            /**
             * Properties of a CheckpointNow.
             * @typedef {Object} plateau.v1.CheckpointNow.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CheckpointNow.
             * @memberof plateau.v1
             * @interface ICheckpointNow
             * @augments plateau.v1.CheckpointNow.$Properties
             * @deprecated Use plateau.v1.CheckpointNow.$Properties instead.
             */

            /**
             * Shape of a CheckpointNow.
             * @typedef {plateau.v1.CheckpointNow.$Properties} plateau.v1.CheckpointNow.$Shape
             */

            /**
             * Constructs a new CheckpointNow.
             * @memberof plateau.v1
             * @classdesc Represents a CheckpointNow.
             * @constructor
             * @param {plateau.v1.CheckpointNow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CheckpointNow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified CheckpointNow message. Does not implicitly {@link plateau.v1.CheckpointNow.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.CheckpointNow
             * @static
             * @param {plateau.v1.CheckpointNow.$Properties} message CheckpointNow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CheckpointNow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CheckpointNow message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.CheckpointNow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.CheckpointNow & plateau.v1.CheckpointNow.$Shape} CheckpointNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CheckpointNow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.CheckpointNow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CheckpointNow message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.CheckpointNow
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.CheckpointNow} CheckpointNow
             */
            CheckpointNow.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.CheckpointNow)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.CheckpointNow: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.plateau.v1.CheckpointNow();
            };

            /**
             * Creates a plain object from a CheckpointNow message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.CheckpointNow
             * @static
             * @param {plateau.v1.CheckpointNow} message CheckpointNow
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CheckpointNow.toObject = function () {
                return {};
            };

            /**
             * Converts this CheckpointNow to JSON.
             * @function toJSON
             * @memberof plateau.v1.CheckpointNow
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CheckpointNow.prototype.toJSON = function() {
                return CheckpointNow.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CheckpointNow
             * @function getTypeUrl
             * @memberof plateau.v1.CheckpointNow
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CheckpointNow.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.CheckpointNow";
            };

            return CheckpointNow;
        })();

        v1.Pause = (function() {

            /**
             * Properties of a Pause.
             * @typedef {Object} plateau.v1.Pause.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pause.
             * @memberof plateau.v1
             * @interface IPause
             * @augments plateau.v1.Pause.$Properties
             * @deprecated Use plateau.v1.Pause.$Properties instead.
             */

            /**
             * Shape of a Pause.
             * @typedef {plateau.v1.Pause.$Properties} plateau.v1.Pause.$Shape
             */

            /**
             * Constructs a new Pause.
             * @memberof plateau.v1
             * @classdesc Represents a Pause.
             * @constructor
             * @param {plateau.v1.Pause.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pause = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Pause message. Does not implicitly {@link plateau.v1.Pause.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Pause
             * @static
             * @param {plateau.v1.Pause.$Properties} message Pause message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pause.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Pause message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Pause
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Pause & plateau.v1.Pause.$Shape} Pause
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pause.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Pause();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Pause message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Pause
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Pause} Pause
             */
            Pause.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Pause)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Pause: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.plateau.v1.Pause();
            };

            /**
             * Creates a plain object from a Pause message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Pause
             * @static
             * @param {plateau.v1.Pause} message Pause
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Pause.toObject = function () {
                return {};
            };

            /**
             * Converts this Pause to JSON.
             * @function toJSON
             * @memberof plateau.v1.Pause
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Pause.prototype.toJSON = function() {
                return Pause.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Pause
             * @function getTypeUrl
             * @memberof plateau.v1.Pause
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Pause.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Pause";
            };

            return Pause;
        })();

        v1.Resume = (function() {

            /**
             * Properties of a Resume.
             * @typedef {Object} plateau.v1.Resume.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Resume.
             * @memberof plateau.v1
             * @interface IResume
             * @augments plateau.v1.Resume.$Properties
             * @deprecated Use plateau.v1.Resume.$Properties instead.
             */

            /**
             * Shape of a Resume.
             * @typedef {plateau.v1.Resume.$Properties} plateau.v1.Resume.$Shape
             */

            /**
             * Constructs a new Resume.
             * @memberof plateau.v1
             * @classdesc Represents a Resume.
             * @constructor
             * @param {plateau.v1.Resume.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Resume = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Resume message. Does not implicitly {@link plateau.v1.Resume.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Resume
             * @static
             * @param {plateau.v1.Resume.$Properties} message Resume message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Resume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Resume message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Resume
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Resume & plateau.v1.Resume.$Shape} Resume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Resume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Resume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Resume message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Resume
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Resume} Resume
             */
            Resume.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Resume)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Resume: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.plateau.v1.Resume();
            };

            /**
             * Creates a plain object from a Resume message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Resume
             * @static
             * @param {plateau.v1.Resume} message Resume
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Resume.toObject = function () {
                return {};
            };

            /**
             * Converts this Resume to JSON.
             * @function toJSON
             * @memberof plateau.v1.Resume
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Resume.prototype.toJSON = function() {
                return Resume.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Resume
             * @function getTypeUrl
             * @memberof plateau.v1.Resume
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Resume.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Resume";
            };

            return Resume;
        })();

        v1.SetLogLevel = (function() {

            /**
             * Properties of a SetLogLevel.
             * @typedef {Object} plateau.v1.SetLogLevel.$Properties
             * @property {string|null} [level] SetLogLevel level
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SetLogLevel.
             * @memberof plateau.v1
             * @interface ISetLogLevel
             * @augments plateau.v1.SetLogLevel.$Properties
             * @deprecated Use plateau.v1.SetLogLevel.$Properties instead.
             */

            /**
             * Shape of a SetLogLevel.
             * @typedef {plateau.v1.SetLogLevel.$Properties} plateau.v1.SetLogLevel.$Shape
             */

            /**
             * Constructs a new SetLogLevel.
             * @memberof plateau.v1
             * @classdesc Represents a SetLogLevel.
             * @constructor
             * @param {plateau.v1.SetLogLevel.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SetLogLevel = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SetLogLevel level.
             * @member {string} level
             * @memberof plateau.v1.SetLogLevel
             * @instance
             */
            SetLogLevel.prototype.level = "";

            /**
             * Encodes the specified SetLogLevel message. Does not implicitly {@link plateau.v1.SetLogLevel.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.SetLogLevel
             * @static
             * @param {plateau.v1.SetLogLevel.$Properties} message SetLogLevel message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SetLogLevel.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.level);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SetLogLevel message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.SetLogLevel
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.SetLogLevel & plateau.v1.SetLogLevel.$Shape} SetLogLevel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SetLogLevel.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.SetLogLevel();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SetLogLevel message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.SetLogLevel
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.SetLogLevel} SetLogLevel
             */
            SetLogLevel.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.SetLogLevel)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.SetLogLevel: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.SetLogLevel();
                if (object.level != null)
                    if (typeof object.level !== "string" || object.level.length)
                        message.level = $String(object.level);
                return message;
            };

            /**
             * Creates a plain object from a SetLogLevel message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.SetLogLevel
             * @static
             * @param {plateau.v1.SetLogLevel} message SetLogLevel
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SetLogLevel.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.level = "";
                if (message.level != null && $Object.hasOwnProperty.call(message, "level"))
                    object.level = message.level;
                return object;
            };

            /**
             * Converts this SetLogLevel to JSON.
             * @function toJSON
             * @memberof plateau.v1.SetLogLevel
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SetLogLevel.prototype.toJSON = function() {
                return SetLogLevel.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SetLogLevel
             * @function getTypeUrl
             * @memberof plateau.v1.SetLogLevel
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SetLogLevel.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.SetLogLevel";
            };

            return SetLogLevel;
        })();

        v1.CommandReply = (function() {

            /**
             * Properties of a CommandReply.
             * @typedef {Object} plateau.v1.CommandReply.$Properties
             * @property {string|null} [id] CommandReply id
             * @property {number|null} [rank] CommandReply rank
             * @property {boolean|null} [accepted] CommandReply accepted
             * @property {string|null} [message] CommandReply message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CommandReply.
             * @memberof plateau.v1
             * @interface ICommandReply
             * @augments plateau.v1.CommandReply.$Properties
             * @deprecated Use plateau.v1.CommandReply.$Properties instead.
             */

            /**
             * Shape of a CommandReply.
             * @typedef {plateau.v1.CommandReply.$Properties} plateau.v1.CommandReply.$Shape
             */

            /**
             * Constructs a new CommandReply.
             * @memberof plateau.v1
             * @classdesc Represents a CommandReply.
             * @constructor
             * @param {plateau.v1.CommandReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CommandReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CommandReply id.
             * @member {string} id
             * @memberof plateau.v1.CommandReply
             * @instance
             */
            CommandReply.prototype.id = "";

            /**
             * CommandReply rank.
             * @member {number} rank
             * @memberof plateau.v1.CommandReply
             * @instance
             */
            CommandReply.prototype.rank = 0;

            /**
             * CommandReply accepted.
             * @member {boolean} accepted
             * @memberof plateau.v1.CommandReply
             * @instance
             */
            CommandReply.prototype.accepted = false;

            /**
             * CommandReply message.
             * @member {string} message
             * @memberof plateau.v1.CommandReply
             * @instance
             */
            CommandReply.prototype.message = "";

            /**
             * Encodes the specified CommandReply message. Does not implicitly {@link plateau.v1.CommandReply.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.CommandReply
             * @static
             * @param {plateau.v1.CommandReply.$Properties} message CommandReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CommandReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.rank);
                if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted") && message.accepted !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.accepted);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CommandReply message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.CommandReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.CommandReply & plateau.v1.CommandReply.$Shape} CommandReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CommandReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.CommandReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.accepted = value;
                            else
                                delete message.accepted;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CommandReply message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.CommandReply
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.CommandReply} CommandReply
             */
            CommandReply.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.CommandReply)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.CommandReply: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.CommandReply();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.accepted != null)
                    if (object.accepted)
                        message.accepted = $Boolean(object.accepted);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a CommandReply message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.CommandReply
             * @static
             * @param {plateau.v1.CommandReply} message CommandReply
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CommandReply.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    object.rank = 0;
                    object.accepted = false;
                    object.message = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted"))
                    object.accepted = message.accepted;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this CommandReply to JSON.
             * @function toJSON
             * @memberof plateau.v1.CommandReply
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CommandReply.prototype.toJSON = function() {
                return CommandReply.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CommandReply
             * @function getTypeUrl
             * @memberof plateau.v1.CommandReply
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CommandReply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.CommandReply";
            };

            return CommandReply;
        })();

        v1.ProgressFrame = (function() {

            /**
             * Properties of a ProgressFrame.
             * @typedef {Object} plateau.v1.ProgressFrame.$Properties
             * @property {plateau.v1.Teller.$Properties|null} [teller] ProgressFrame teller
             * @property {plateau.v1.ProgressReport.$Properties|null} [report] ProgressFrame report
             * @property {plateau.v1.ProgressAck.$Properties|null} [ack] ProgressFrame ack
             * @property {"teller"|"report"|"ack"} [body] ProgressFrame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProgressFrame.
             * @memberof plateau.v1
             * @interface IProgressFrame
             * @augments plateau.v1.ProgressFrame.$Properties
             * @deprecated Use plateau.v1.ProgressFrame.$Properties instead.
             */

            /**
             * Narrowed shape of a ProgressFrame.
             * @typedef {{
             *   teller?: plateau.v1.Teller.$Shape|null;
             *   report?: plateau.v1.ProgressReport.$Shape|null;
             *   ack?: plateau.v1.ProgressAck.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; teller?: null; report?: null; ack?: null }|{ body?: "teller"; teller: plateau.v1.Teller.$Shape; report?: null; ack?: null }|{ body?: "report"; teller?: null; report: plateau.v1.ProgressReport.$Shape; ack?: null }|{ body?: "ack"; teller?: null; report?: null; ack: plateau.v1.ProgressAck.$Shape })
             * )} plateau.v1.ProgressFrame.$Shape
             */

            /**
             * Constructs a new ProgressFrame.
             * @memberof plateau.v1
             * @classdesc Represents a ProgressFrame.
             * @constructor
             * @param {plateau.v1.ProgressFrame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProgressFrame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProgressFrame teller.
             * @member {plateau.v1.Teller.$Properties|null|undefined} teller
             * @memberof plateau.v1.ProgressFrame
             * @instance
             */
            ProgressFrame.prototype.teller = null;

            /**
             * ProgressFrame report.
             * @member {plateau.v1.ProgressReport.$Properties|null|undefined} report
             * @memberof plateau.v1.ProgressFrame
             * @instance
             */
            ProgressFrame.prototype.report = null;

            /**
             * ProgressFrame ack.
             * @member {plateau.v1.ProgressAck.$Properties|null|undefined} ack
             * @memberof plateau.v1.ProgressFrame
             * @instance
             */
            ProgressFrame.prototype.ack = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ProgressFrame body.
             * @member {"teller"|"report"|"ack"|undefined} body
             * @memberof plateau.v1.ProgressFrame
             * @instance
             */
            $Object.defineProperty(ProgressFrame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["teller", "report", "ack"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified ProgressFrame message. Does not implicitly {@link plateau.v1.ProgressFrame.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ProgressFrame
             * @static
             * @param {plateau.v1.ProgressFrame.$Properties} message ProgressFrame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProgressFrame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.teller != null && $Object.hasOwnProperty.call(message, "teller"))
                    $root.plateau.v1.Teller.encode(message.teller, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.plateau.v1.ProgressReport.encode(message.report, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack"))
                    $root.plateau.v1.ProgressAck.encode(message.ack, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProgressFrame message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ProgressFrame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressFrame & plateau.v1.ProgressFrame.$Shape} ProgressFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProgressFrame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ProgressFrame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.teller = $root.plateau.v1.Teller.decode(reader, reader.size(), $undefined, _depth + 1, message.teller);
                            message.body = "teller";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.plateau.v1.ProgressReport.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            message.body = "report";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.ack = $root.plateau.v1.ProgressAck.decode(reader, reader.size(), $undefined, _depth + 1, message.ack);
                            message.body = "ack";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProgressFrame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ProgressFrame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ProgressFrame} ProgressFrame
             */
            ProgressFrame.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ProgressFrame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ProgressFrame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ProgressFrame();
                if (object.teller != null) {
                    if (!$util.isObject(object.teller))
                        throw $TypeError(".plateau.v1.ProgressFrame.teller: object expected");
                    message.teller = $root.plateau.v1.Teller.fromObject(object.teller, _depth + 1);
                }
                if (object.report != null) {
                    if (!$util.isObject(object.report))
                        throw $TypeError(".plateau.v1.ProgressFrame.report: object expected");
                    message.report = $root.plateau.v1.ProgressReport.fromObject(object.report, _depth + 1);
                }
                if (object.ack != null) {
                    if (!$util.isObject(object.ack))
                        throw $TypeError(".plateau.v1.ProgressFrame.ack: object expected");
                    message.ack = $root.plateau.v1.ProgressAck.fromObject(object.ack, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ProgressFrame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ProgressFrame
             * @static
             * @param {plateau.v1.ProgressFrame} message ProgressFrame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProgressFrame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.teller != null && $Object.hasOwnProperty.call(message, "teller")) {
                    object.teller = $root.plateau.v1.Teller.toObject(message.teller, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "teller";
                }
                if (message.report != null && $Object.hasOwnProperty.call(message, "report")) {
                    object.report = $root.plateau.v1.ProgressReport.toObject(message.report, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "report";
                }
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack")) {
                    object.ack = $root.plateau.v1.ProgressAck.toObject(message.ack, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "ack";
                }
                return object;
            };

            /**
             * Converts this ProgressFrame to JSON.
             * @function toJSON
             * @memberof plateau.v1.ProgressFrame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProgressFrame.prototype.toJSON = function() {
                return ProgressFrame.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ProgressFrame
             * @function getTypeUrl
             * @memberof plateau.v1.ProgressFrame
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ProgressFrame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ProgressFrame";
            };

            return ProgressFrame;
        })();

        v1.Teller = (function() {

            /**
             * Properties of a Teller.
             * @typedef {Object} plateau.v1.Teller.$Properties
             * @property {string|null} [runUid] Teller runUid
             * @property {number|null} [rank] Teller rank
             * @property {string|null} [process] Teller process
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Teller.
             * @memberof plateau.v1
             * @interface ITeller
             * @augments plateau.v1.Teller.$Properties
             * @deprecated Use plateau.v1.Teller.$Properties instead.
             */

            /**
             * Shape of a Teller.
             * @typedef {plateau.v1.Teller.$Properties} plateau.v1.Teller.$Shape
             */

            /**
             * Constructs a new Teller.
             * @memberof plateau.v1
             * @classdesc Represents a Teller.
             * @constructor
             * @param {plateau.v1.Teller.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Teller = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Teller runUid.
             * @member {string} runUid
             * @memberof plateau.v1.Teller
             * @instance
             */
            Teller.prototype.runUid = "";

            /**
             * Teller rank.
             * @member {number} rank
             * @memberof plateau.v1.Teller
             * @instance
             */
            Teller.prototype.rank = 0;

            /**
             * Teller process.
             * @member {string} process
             * @memberof plateau.v1.Teller
             * @instance
             */
            Teller.prototype.process = "";

            /**
             * Encodes the specified Teller message. Does not implicitly {@link plateau.v1.Teller.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Teller
             * @static
             * @param {plateau.v1.Teller.$Properties} message Teller message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Teller.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid") && message.runUid !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.runUid);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.rank);
                if (message.process != null && $Object.hasOwnProperty.call(message, "process") && message.process !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.process);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Teller message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Teller
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Teller & plateau.v1.Teller.$Shape} Teller
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Teller.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Teller();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runUid = value;
                            else
                                delete message.runUid;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Teller message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Teller
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Teller} Teller
             */
            Teller.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Teller)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Teller: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Teller();
                if (object.runUid != null)
                    if (typeof object.runUid !== "string" || object.runUid.length)
                        message.runUid = $String(object.runUid);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.process != null)
                    if (typeof object.process !== "string" || object.process.length)
                        message.process = $String(object.process);
                return message;
            };

            /**
             * Creates a plain object from a Teller message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Teller
             * @static
             * @param {plateau.v1.Teller} message Teller
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Teller.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runUid = "";
                    object.rank = 0;
                    object.process = "";
                }
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid"))
                    object.runUid = message.runUid;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.process != null && $Object.hasOwnProperty.call(message, "process"))
                    object.process = message.process;
                return object;
            };

            /**
             * Converts this Teller to JSON.
             * @function toJSON
             * @memberof plateau.v1.Teller
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Teller.prototype.toJSON = function() {
                return Teller.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Teller
             * @function getTypeUrl
             * @memberof plateau.v1.Teller
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Teller.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Teller";
            };

            return Teller;
        })();

        v1.ProgressAck = (function() {

            /**
             * Properties of a ProgressAck.
             * @typedef {Object} plateau.v1.ProgressAck.$Properties
             * @property {number|null} [sequence] ProgressAck sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProgressAck.
             * @memberof plateau.v1
             * @interface IProgressAck
             * @augments plateau.v1.ProgressAck.$Properties
             * @deprecated Use plateau.v1.ProgressAck.$Properties instead.
             */

            /**
             * Shape of a ProgressAck.
             * @typedef {plateau.v1.ProgressAck.$Properties} plateau.v1.ProgressAck.$Shape
             */

            /**
             * Constructs a new ProgressAck.
             * @memberof plateau.v1
             * @classdesc Represents a ProgressAck.
             * @constructor
             * @param {plateau.v1.ProgressAck.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProgressAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProgressAck sequence.
             * @member {number} sequence
             * @memberof plateau.v1.ProgressAck
             * @instance
             */
            ProgressAck.prototype.sequence = 0;

            /**
             * Encodes the specified ProgressAck message. Does not implicitly {@link plateau.v1.ProgressAck.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ProgressAck
             * @static
             * @param {plateau.v1.ProgressAck.$Properties} message ProgressAck message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProgressAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProgressAck message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ProgressAck
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressAck & plateau.v1.ProgressAck.$Shape} ProgressAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProgressAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ProgressAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProgressAck message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ProgressAck
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ProgressAck} ProgressAck
             */
            ProgressAck.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ProgressAck)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ProgressAck: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ProgressAck();
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a ProgressAck message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ProgressAck
             * @static
             * @param {plateau.v1.ProgressAck} message ProgressAck
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProgressAck.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.sequence = 0;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                return object;
            };

            /**
             * Converts this ProgressAck to JSON.
             * @function toJSON
             * @memberof plateau.v1.ProgressAck
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProgressAck.prototype.toJSON = function() {
                return ProgressAck.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ProgressAck
             * @function getTypeUrl
             * @memberof plateau.v1.ProgressAck
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ProgressAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ProgressAck";
            };

            return ProgressAck;
        })();

        v1.ProgressReport = (function() {

            /**
             * Properties of a ProgressReport.
             * @typedef {Object} plateau.v1.ProgressReport.$Properties
             * @property {number|null} [sequence] ProgressReport sequence
             * @property {plateau.v1.StepNews.$Properties|null} [step] ProgressReport step
             * @property {plateau.v1.EvaluationNews.$Properties|null} [evaluated] ProgressReport evaluated
             * @property {plateau.v1.CheckpointNews.$Properties|null} [checkpoint] ProgressReport checkpoint
             * @property {plateau.v1.LifecycleNews.$Properties|null} [lifecycle] ProgressReport lifecycle
             * @property {"step"|"evaluated"|"checkpoint"|"lifecycle"} [event] ProgressReport event
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProgressReport.
             * @memberof plateau.v1
             * @interface IProgressReport
             * @augments plateau.v1.ProgressReport.$Properties
             * @deprecated Use plateau.v1.ProgressReport.$Properties instead.
             */

            /**
             * Narrowed shape of a ProgressReport.
             * @typedef {{
             *   sequence?: number|null;
             *   step?: plateau.v1.StepNews.$Shape|null;
             *   evaluated?: plateau.v1.EvaluationNews.$Shape|null;
             *   checkpoint?: plateau.v1.CheckpointNews.$Shape|null;
             *   lifecycle?: plateau.v1.LifecycleNews.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ event?: undefined; step?: null; evaluated?: null; checkpoint?: null; lifecycle?: null }|{ event?: "step"; step: plateau.v1.StepNews.$Shape; evaluated?: null; checkpoint?: null; lifecycle?: null }|{ event?: "evaluated"; step?: null; evaluated: plateau.v1.EvaluationNews.$Shape; checkpoint?: null; lifecycle?: null }|{ event?: "checkpoint"; step?: null; evaluated?: null; checkpoint: plateau.v1.CheckpointNews.$Shape; lifecycle?: null }|{ event?: "lifecycle"; step?: null; evaluated?: null; checkpoint?: null; lifecycle: plateau.v1.LifecycleNews.$Shape })
             * )} plateau.v1.ProgressReport.$Shape
             */

            /**
             * Constructs a new ProgressReport.
             * @memberof plateau.v1
             * @classdesc Represents a ProgressReport.
             * @constructor
             * @param {plateau.v1.ProgressReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProgressReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProgressReport sequence.
             * @member {number} sequence
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            ProgressReport.prototype.sequence = 0;

            /**
             * ProgressReport step.
             * @member {plateau.v1.StepNews.$Properties|null|undefined} step
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            ProgressReport.prototype.step = null;

            /**
             * ProgressReport evaluated.
             * @member {plateau.v1.EvaluationNews.$Properties|null|undefined} evaluated
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            ProgressReport.prototype.evaluated = null;

            /**
             * ProgressReport checkpoint.
             * @member {plateau.v1.CheckpointNews.$Properties|null|undefined} checkpoint
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            ProgressReport.prototype.checkpoint = null;

            /**
             * ProgressReport lifecycle.
             * @member {plateau.v1.LifecycleNews.$Properties|null|undefined} lifecycle
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            ProgressReport.prototype.lifecycle = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ProgressReport event.
             * @member {"step"|"evaluated"|"checkpoint"|"lifecycle"|undefined} event
             * @memberof plateau.v1.ProgressReport
             * @instance
             */
            $Object.defineProperty(ProgressReport.prototype, "event", {
                get: $util.oneOfGetter($oneOfFields = ["step", "evaluated", "checkpoint", "lifecycle"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified ProgressReport message. Does not implicitly {@link plateau.v1.ProgressReport.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ProgressReport
             * @static
             * @param {plateau.v1.ProgressReport.$Properties} message ProgressReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProgressReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.sequence);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    $root.plateau.v1.StepNews.encode(message.step, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.evaluated != null && $Object.hasOwnProperty.call(message, "evaluated"))
                    $root.plateau.v1.EvaluationNews.encode(message.evaluated, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                    $root.plateau.v1.CheckpointNews.encode(message.checkpoint, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.lifecycle != null && $Object.hasOwnProperty.call(message, "lifecycle"))
                    $root.plateau.v1.LifecycleNews.encode(message.lifecycle, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProgressReport message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ProgressReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ProgressReport & plateau.v1.ProgressReport.$Shape} ProgressReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProgressReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ProgressReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.step = $root.plateau.v1.StepNews.decode(reader, reader.size(), $undefined, _depth + 1, message.step);
                            message.event = "step";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.evaluated = $root.plateau.v1.EvaluationNews.decode(reader, reader.size(), $undefined, _depth + 1, message.evaluated);
                            message.event = "evaluated";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.checkpoint = $root.plateau.v1.CheckpointNews.decode(reader, reader.size(), $undefined, _depth + 1, message.checkpoint);
                            message.event = "checkpoint";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.lifecycle = $root.plateau.v1.LifecycleNews.decode(reader, reader.size(), $undefined, _depth + 1, message.lifecycle);
                            message.event = "lifecycle";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProgressReport message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ProgressReport
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ProgressReport} ProgressReport
             */
            ProgressReport.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ProgressReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ProgressReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ProgressReport();
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.step != null) {
                    if (!$util.isObject(object.step))
                        throw $TypeError(".plateau.v1.ProgressReport.step: object expected");
                    message.step = $root.plateau.v1.StepNews.fromObject(object.step, _depth + 1);
                }
                if (object.evaluated != null) {
                    if (!$util.isObject(object.evaluated))
                        throw $TypeError(".plateau.v1.ProgressReport.evaluated: object expected");
                    message.evaluated = $root.plateau.v1.EvaluationNews.fromObject(object.evaluated, _depth + 1);
                }
                if (object.checkpoint != null) {
                    if (!$util.isObject(object.checkpoint))
                        throw $TypeError(".plateau.v1.ProgressReport.checkpoint: object expected");
                    message.checkpoint = $root.plateau.v1.CheckpointNews.fromObject(object.checkpoint, _depth + 1);
                }
                if (object.lifecycle != null) {
                    if (!$util.isObject(object.lifecycle))
                        throw $TypeError(".plateau.v1.ProgressReport.lifecycle: object expected");
                    message.lifecycle = $root.plateau.v1.LifecycleNews.fromObject(object.lifecycle, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ProgressReport message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ProgressReport
             * @static
             * @param {plateau.v1.ProgressReport} message ProgressReport
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProgressReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.sequence = 0;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step")) {
                    object.step = $root.plateau.v1.StepNews.toObject(message.step, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "step";
                }
                if (message.evaluated != null && $Object.hasOwnProperty.call(message, "evaluated")) {
                    object.evaluated = $root.plateau.v1.EvaluationNews.toObject(message.evaluated, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "evaluated";
                }
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint")) {
                    object.checkpoint = $root.plateau.v1.CheckpointNews.toObject(message.checkpoint, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "checkpoint";
                }
                if (message.lifecycle != null && $Object.hasOwnProperty.call(message, "lifecycle")) {
                    object.lifecycle = $root.plateau.v1.LifecycleNews.toObject(message.lifecycle, options, _depth + 1);
                    if (options.oneofs)
                        object.event = "lifecycle";
                }
                return object;
            };

            /**
             * Converts this ProgressReport to JSON.
             * @function toJSON
             * @memberof plateau.v1.ProgressReport
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProgressReport.prototype.toJSON = function() {
                return ProgressReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ProgressReport
             * @function getTypeUrl
             * @memberof plateau.v1.ProgressReport
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ProgressReport.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ProgressReport";
            };

            return ProgressReport;
        })();

        v1.StepNews = (function() {

            /**
             * Properties of a StepNews.
             * @typedef {Object} plateau.v1.StepNews.$Properties
             * @property {number|null} [step] StepNews step
             * @property {number|null} [tokens] StepNews tokens
             * @property {number|null} [flops] StepNews flops
             * @property {number|null} [loss] StepNews loss
             * @property {number|null} [learningRate] StepNews learningRate
             * @property {number|null} [gradientNorm] StepNews gradientNorm
             * @property {number|null} [stepMs] StepNews stepMs
             * @property {plateau.v1.PhaseTimes.$Properties|null} [phaseMs] StepNews phaseMs
             * @property {number|null} [rawBytes] StepNews rawBytes
             * @property {number|null} [payloadBytes] StepNews payloadBytes
             * @property {number|null} [sentBytes] StepNews sentBytes
             * @property {number|null} [receivedBytes] StepNews receivedBytes
             * @property {number|null} [snrDb] StepNews snrDb
             * @property {number|null} [residualNorm] StepNews residualNorm
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StepNews.
             * @memberof plateau.v1
             * @interface IStepNews
             * @augments plateau.v1.StepNews.$Properties
             * @deprecated Use plateau.v1.StepNews.$Properties instead.
             */

            /**
             * Shape of a StepNews.
             * @typedef {plateau.v1.StepNews.$Properties} plateau.v1.StepNews.$Shape
             */

            /**
             * Constructs a new StepNews.
             * @memberof plateau.v1
             * @classdesc Represents a StepNews.
             * @constructor
             * @param {plateau.v1.StepNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StepNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StepNews step.
             * @member {number} step
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.step = 0;

            /**
             * StepNews tokens.
             * @member {number} tokens
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.tokens = 0;

            /**
             * StepNews flops.
             * @member {number} flops
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.flops = 0;

            /**
             * StepNews loss.
             * @member {number} loss
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.loss = 0;

            /**
             * StepNews learningRate.
             * @member {number} learningRate
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.learningRate = 0;

            /**
             * StepNews gradientNorm.
             * @member {number} gradientNorm
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.gradientNorm = 0;

            /**
             * StepNews stepMs.
             * @member {number} stepMs
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.stepMs = 0;

            /**
             * StepNews phaseMs.
             * @member {plateau.v1.PhaseTimes.$Properties|null|undefined} phaseMs
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.phaseMs = null;

            /**
             * StepNews rawBytes.
             * @member {number} rawBytes
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.rawBytes = 0;

            /**
             * StepNews payloadBytes.
             * @member {number} payloadBytes
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.payloadBytes = 0;

            /**
             * StepNews sentBytes.
             * @member {number} sentBytes
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.sentBytes = 0;

            /**
             * StepNews receivedBytes.
             * @member {number} receivedBytes
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.receivedBytes = 0;

            /**
             * StepNews snrDb.
             * @member {number|null|undefined} snrDb
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.snrDb = null;

            /**
             * StepNews residualNorm.
             * @member {number|null|undefined} residualNorm
             * @memberof plateau.v1.StepNews
             * @instance
             */
            StepNews.prototype.residualNorm = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(StepNews.prototype, "_snrDb", {
                get: $util.oneOfGetter($oneOfFields = ["snrDb"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(StepNews.prototype, "_residualNorm", {
                get: $util.oneOfGetter($oneOfFields = ["residualNorm"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified StepNews message. Does not implicitly {@link plateau.v1.StepNews.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.StepNews
             * @static
             * @param {plateau.v1.StepNews.$Properties} message StepNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StepNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens") && !$Object.is(message.tokens, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.tokens);
                if (message.flops != null && $Object.hasOwnProperty.call(message, "flops") && !$Object.is(message.flops, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.flops);
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.loss);
                if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate") && !$Object.is(message.learningRate, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.learningRate);
                if (message.gradientNorm != null && $Object.hasOwnProperty.call(message, "gradientNorm") && !$Object.is(message.gradientNorm, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.gradientNorm);
                if (message.stepMs != null && $Object.hasOwnProperty.call(message, "stepMs") && !$Object.is(message.stepMs, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.stepMs);
                if (message.phaseMs != null && $Object.hasOwnProperty.call(message, "phaseMs"))
                    $root.plateau.v1.PhaseTimes.encode(message.phaseMs, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.rawBytes != null && $Object.hasOwnProperty.call(message, "rawBytes") && !$Object.is(message.rawBytes, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.rawBytes);
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes") && !$Object.is(message.payloadBytes, 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).double(message.payloadBytes);
                if (message.sentBytes != null && $Object.hasOwnProperty.call(message, "sentBytes") && !$Object.is(message.sentBytes, 0))
                    writer.uint32(/* id 11, wireType 1 =*/89).double(message.sentBytes);
                if (message.receivedBytes != null && $Object.hasOwnProperty.call(message, "receivedBytes") && !$Object.is(message.receivedBytes, 0))
                    writer.uint32(/* id 12, wireType 1 =*/97).double(message.receivedBytes);
                if (message.snrDb != null && $Object.hasOwnProperty.call(message, "snrDb"))
                    writer.uint32(/* id 13, wireType 1 =*/105).double(message.snrDb);
                if (message.residualNorm != null && $Object.hasOwnProperty.call(message, "residualNorm"))
                    writer.uint32(/* id 14, wireType 1 =*/113).double(message.residualNorm);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StepNews message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.StepNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.StepNews & plateau.v1.StepNews.$Shape} StepNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StepNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.StepNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tokens = value;
                            else
                                delete message.tokens;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.flops = value;
                            else
                                delete message.flops;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.learningRate = value;
                            else
                                delete message.learningRate;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.gradientNorm = value;
                            else
                                delete message.gradientNorm;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.stepMs = value;
                            else
                                delete message.stepMs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.phaseMs = $root.plateau.v1.PhaseTimes.decode(reader, reader.size(), $undefined, _depth + 1, message.phaseMs);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.rawBytes = value;
                            else
                                delete message.rawBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.payloadBytes = value;
                            else
                                delete message.payloadBytes;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sentBytes = value;
                            else
                                delete message.sentBytes;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.receivedBytes = value;
                            else
                                delete message.receivedBytes;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 1)
                                break;
                            message.snrDb = reader.double();
                            message._snrDb = "snrDb";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 1)
                                break;
                            message.residualNorm = reader.double();
                            message._residualNorm = "residualNorm";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StepNews message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.StepNews
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.StepNews} StepNews
             */
            StepNews.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.StepNews)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.StepNews: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.StepNews();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.tokens != null)
                    if (!$Object.is($Number(object.tokens), 0))
                        message.tokens = $Number(object.tokens);
                if (object.flops != null)
                    if (!$Object.is($Number(object.flops), 0))
                        message.flops = $Number(object.flops);
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.learningRate != null)
                    if (!$Object.is($Number(object.learningRate), 0))
                        message.learningRate = $Number(object.learningRate);
                if (object.gradientNorm != null)
                    if (!$Object.is($Number(object.gradientNorm), 0))
                        message.gradientNorm = $Number(object.gradientNorm);
                if (object.stepMs != null)
                    if (!$Object.is($Number(object.stepMs), 0))
                        message.stepMs = $Number(object.stepMs);
                if (object.phaseMs != null) {
                    if (!$util.isObject(object.phaseMs))
                        throw $TypeError(".plateau.v1.StepNews.phaseMs: object expected");
                    message.phaseMs = $root.plateau.v1.PhaseTimes.fromObject(object.phaseMs, _depth + 1);
                }
                if (object.rawBytes != null)
                    if (!$Object.is($Number(object.rawBytes), 0))
                        message.rawBytes = $Number(object.rawBytes);
                if (object.payloadBytes != null)
                    if (!$Object.is($Number(object.payloadBytes), 0))
                        message.payloadBytes = $Number(object.payloadBytes);
                if (object.sentBytes != null)
                    if (!$Object.is($Number(object.sentBytes), 0))
                        message.sentBytes = $Number(object.sentBytes);
                if (object.receivedBytes != null)
                    if (!$Object.is($Number(object.receivedBytes), 0))
                        message.receivedBytes = $Number(object.receivedBytes);
                if (object.snrDb != null)
                    message.snrDb = $Number(object.snrDb);
                if (object.residualNorm != null)
                    message.residualNorm = $Number(object.residualNorm);
                return message;
            };

            /**
             * Creates a plain object from a StepNews message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.StepNews
             * @static
             * @param {plateau.v1.StepNews} message StepNews
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StepNews.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.step = 0;
                    object.tokens = 0;
                    object.flops = 0;
                    object.loss = 0;
                    object.learningRate = 0;
                    object.gradientNorm = 0;
                    object.stepMs = 0;
                    object.phaseMs = null;
                    object.rawBytes = 0;
                    object.payloadBytes = 0;
                    object.sentBytes = 0;
                    object.receivedBytes = 0;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens"))
                    object.tokens = options.json && !$isFinite(message.tokens) ? $String(message.tokens) : message.tokens;
                if (message.flops != null && $Object.hasOwnProperty.call(message, "flops"))
                    object.flops = options.json && !$isFinite(message.flops) ? $String(message.flops) : message.flops;
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate"))
                    object.learningRate = options.json && !$isFinite(message.learningRate) ? $String(message.learningRate) : message.learningRate;
                if (message.gradientNorm != null && $Object.hasOwnProperty.call(message, "gradientNorm"))
                    object.gradientNorm = options.json && !$isFinite(message.gradientNorm) ? $String(message.gradientNorm) : message.gradientNorm;
                if (message.stepMs != null && $Object.hasOwnProperty.call(message, "stepMs"))
                    object.stepMs = options.json && !$isFinite(message.stepMs) ? $String(message.stepMs) : message.stepMs;
                if (message.phaseMs != null && $Object.hasOwnProperty.call(message, "phaseMs"))
                    object.phaseMs = $root.plateau.v1.PhaseTimes.toObject(message.phaseMs, options, _depth + 1);
                if (message.rawBytes != null && $Object.hasOwnProperty.call(message, "rawBytes"))
                    object.rawBytes = options.json && !$isFinite(message.rawBytes) ? $String(message.rawBytes) : message.rawBytes;
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes"))
                    object.payloadBytes = options.json && !$isFinite(message.payloadBytes) ? $String(message.payloadBytes) : message.payloadBytes;
                if (message.sentBytes != null && $Object.hasOwnProperty.call(message, "sentBytes"))
                    object.sentBytes = options.json && !$isFinite(message.sentBytes) ? $String(message.sentBytes) : message.sentBytes;
                if (message.receivedBytes != null && $Object.hasOwnProperty.call(message, "receivedBytes"))
                    object.receivedBytes = options.json && !$isFinite(message.receivedBytes) ? $String(message.receivedBytes) : message.receivedBytes;
                if (message.snrDb != null && $Object.hasOwnProperty.call(message, "snrDb"))
                    object.snrDb = options.json && !$isFinite(message.snrDb) ? $String(message.snrDb) : message.snrDb;
                if (message.residualNorm != null && $Object.hasOwnProperty.call(message, "residualNorm"))
                    object.residualNorm = options.json && !$isFinite(message.residualNorm) ? $String(message.residualNorm) : message.residualNorm;
                return object;
            };

            /**
             * Converts this StepNews to JSON.
             * @function toJSON
             * @memberof plateau.v1.StepNews
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StepNews.prototype.toJSON = function() {
                return StepNews.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StepNews
             * @function getTypeUrl
             * @memberof plateau.v1.StepNews
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StepNews.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.StepNews";
            };

            return StepNews;
        })();

        v1.PhaseTimes = (function() {

            /**
             * Properties of a PhaseTimes.
             * @typedef {Object} plateau.v1.PhaseTimes.$Properties
             * @property {number|null} [compute] PhaseTimes compute
             * @property {number|null} [encode] PhaseTimes encode
             * @property {number|null} [wire] PhaseTimes wire
             * @property {number|null} [wait] PhaseTimes wait
             * @property {number|null} [decode] PhaseTimes decode
             * @property {number|null} [update] PhaseTimes update
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PhaseTimes.
             * @memberof plateau.v1
             * @interface IPhaseTimes
             * @augments plateau.v1.PhaseTimes.$Properties
             * @deprecated Use plateau.v1.PhaseTimes.$Properties instead.
             */

            /**
             * Shape of a PhaseTimes.
             * @typedef {plateau.v1.PhaseTimes.$Properties} plateau.v1.PhaseTimes.$Shape
             */

            /**
             * Constructs a new PhaseTimes.
             * @memberof plateau.v1
             * @classdesc Represents a PhaseTimes.
             * @constructor
             * @param {plateau.v1.PhaseTimes.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PhaseTimes = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PhaseTimes compute.
             * @member {number} compute
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.compute = 0;

            /**
             * PhaseTimes encode.
             * @member {number} encode
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.encode = 0;

            /**
             * PhaseTimes wire.
             * @member {number} wire
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.wire = 0;

            /**
             * PhaseTimes wait.
             * @member {number} wait
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.wait = 0;

            /**
             * PhaseTimes decode.
             * @member {number} decode
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.decode = 0;

            /**
             * PhaseTimes update.
             * @member {number} update
             * @memberof plateau.v1.PhaseTimes
             * @instance
             */
            PhaseTimes.prototype.update = 0;

            /**
             * Encodes the specified PhaseTimes message. Does not implicitly {@link plateau.v1.PhaseTimes.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.PhaseTimes
             * @static
             * @param {plateau.v1.PhaseTimes.$Properties} message PhaseTimes message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PhaseTimes.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.compute != null && $Object.hasOwnProperty.call(message, "compute") && !$Object.is(message.compute, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.compute);
                if (message.encode != null && $Object.hasOwnProperty.call(message, "encode") && !$Object.is(message.encode, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.encode);
                if (message.wire != null && $Object.hasOwnProperty.call(message, "wire") && !$Object.is(message.wire, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.wire);
                if (message.wait != null && $Object.hasOwnProperty.call(message, "wait") && !$Object.is(message.wait, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.wait);
                if (message.decode != null && $Object.hasOwnProperty.call(message, "decode") && !$Object.is(message.decode, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.decode);
                if (message.update != null && $Object.hasOwnProperty.call(message, "update") && !$Object.is(message.update, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.update);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PhaseTimes message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.PhaseTimes
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.PhaseTimes & plateau.v1.PhaseTimes.$Shape} PhaseTimes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PhaseTimes.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.PhaseTimes();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.compute = value;
                            else
                                delete message.compute;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.encode = value;
                            else
                                delete message.encode;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.wire = value;
                            else
                                delete message.wire;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.wait = value;
                            else
                                delete message.wait;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.decode = value;
                            else
                                delete message.decode;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.update = value;
                            else
                                delete message.update;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PhaseTimes message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.PhaseTimes
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.PhaseTimes} PhaseTimes
             */
            PhaseTimes.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.PhaseTimes)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.PhaseTimes: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.PhaseTimes();
                if (object.compute != null)
                    if (!$Object.is($Number(object.compute), 0))
                        message.compute = $Number(object.compute);
                if (object.encode != null)
                    if (!$Object.is($Number(object.encode), 0))
                        message.encode = $Number(object.encode);
                if (object.wire != null)
                    if (!$Object.is($Number(object.wire), 0))
                        message.wire = $Number(object.wire);
                if (object.wait != null)
                    if (!$Object.is($Number(object.wait), 0))
                        message.wait = $Number(object.wait);
                if (object.decode != null)
                    if (!$Object.is($Number(object.decode), 0))
                        message.decode = $Number(object.decode);
                if (object.update != null)
                    if (!$Object.is($Number(object.update), 0))
                        message.update = $Number(object.update);
                return message;
            };

            /**
             * Creates a plain object from a PhaseTimes message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.PhaseTimes
             * @static
             * @param {plateau.v1.PhaseTimes} message PhaseTimes
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PhaseTimes.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.compute = 0;
                    object.encode = 0;
                    object.wire = 0;
                    object.wait = 0;
                    object.decode = 0;
                    object.update = 0;
                }
                if (message.compute != null && $Object.hasOwnProperty.call(message, "compute"))
                    object.compute = options.json && !$isFinite(message.compute) ? $String(message.compute) : message.compute;
                if (message.encode != null && $Object.hasOwnProperty.call(message, "encode"))
                    object.encode = options.json && !$isFinite(message.encode) ? $String(message.encode) : message.encode;
                if (message.wire != null && $Object.hasOwnProperty.call(message, "wire"))
                    object.wire = options.json && !$isFinite(message.wire) ? $String(message.wire) : message.wire;
                if (message.wait != null && $Object.hasOwnProperty.call(message, "wait"))
                    object.wait = options.json && !$isFinite(message.wait) ? $String(message.wait) : message.wait;
                if (message.decode != null && $Object.hasOwnProperty.call(message, "decode"))
                    object.decode = options.json && !$isFinite(message.decode) ? $String(message.decode) : message.decode;
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    object.update = options.json && !$isFinite(message.update) ? $String(message.update) : message.update;
                return object;
            };

            /**
             * Converts this PhaseTimes to JSON.
             * @function toJSON
             * @memberof plateau.v1.PhaseTimes
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PhaseTimes.prototype.toJSON = function() {
                return PhaseTimes.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PhaseTimes
             * @function getTypeUrl
             * @memberof plateau.v1.PhaseTimes
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PhaseTimes.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.PhaseTimes";
            };

            return PhaseTimes;
        })();

        v1.EvaluationNews = (function() {

            /**
             * Properties of an EvaluationNews.
             * @typedef {Object} plateau.v1.EvaluationNews.$Properties
             * @property {plateau.v1.EvaluationOf.$Properties|null} [result] EvaluationNews result
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EvaluationNews.
             * @memberof plateau.v1
             * @interface IEvaluationNews
             * @augments plateau.v1.EvaluationNews.$Properties
             * @deprecated Use plateau.v1.EvaluationNews.$Properties instead.
             */

            /**
             * Shape of an EvaluationNews.
             * @typedef {plateau.v1.EvaluationNews.$Properties} plateau.v1.EvaluationNews.$Shape
             */

            /**
             * Constructs a new EvaluationNews.
             * @memberof plateau.v1
             * @classdesc Represents an EvaluationNews.
             * @constructor
             * @param {plateau.v1.EvaluationNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EvaluationNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EvaluationNews result.
             * @member {plateau.v1.EvaluationOf.$Properties|null|undefined} result
             * @memberof plateau.v1.EvaluationNews
             * @instance
             */
            EvaluationNews.prototype.result = null;

            /**
             * Encodes the specified EvaluationNews message. Does not implicitly {@link plateau.v1.EvaluationNews.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.EvaluationNews
             * @static
             * @param {plateau.v1.EvaluationNews.$Properties} message EvaluationNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EvaluationNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    $root.plateau.v1.EvaluationOf.encode(message.result, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EvaluationNews message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.EvaluationNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.EvaluationNews & plateau.v1.EvaluationNews.$Shape} EvaluationNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EvaluationNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.EvaluationNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.result = $root.plateau.v1.EvaluationOf.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an EvaluationNews message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.EvaluationNews
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.EvaluationNews} EvaluationNews
             */
            EvaluationNews.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.EvaluationNews)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.EvaluationNews: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.EvaluationNews();
                if (object.result != null) {
                    if (!$util.isObject(object.result))
                        throw $TypeError(".plateau.v1.EvaluationNews.result: object expected");
                    message.result = $root.plateau.v1.EvaluationOf.fromObject(object.result, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an EvaluationNews message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.EvaluationNews
             * @static
             * @param {plateau.v1.EvaluationNews} message EvaluationNews
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            EvaluationNews.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.result = null;
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    object.result = $root.plateau.v1.EvaluationOf.toObject(message.result, options, _depth + 1);
                return object;
            };

            /**
             * Converts this EvaluationNews to JSON.
             * @function toJSON
             * @memberof plateau.v1.EvaluationNews
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            EvaluationNews.prototype.toJSON = function() {
                return EvaluationNews.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for EvaluationNews
             * @function getTypeUrl
             * @memberof plateau.v1.EvaluationNews
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            EvaluationNews.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.EvaluationNews";
            };

            return EvaluationNews;
        })();

        v1.EvaluationOf = (function() {

            /**
             * Properties of an EvaluationOf.
             * @typedef {Object} plateau.v1.EvaluationOf.$Properties
             * @property {number|null} [step] EvaluationOf step
             * @property {string|null} [weights] EvaluationOf weights
             * @property {number|null} [loss] EvaluationOf loss
             * @property {number|null} [tokens] EvaluationOf tokens
             * @property {Object.<string,plateau.v1.DomainLoss.$Properties>|null} [domains] EvaluationOf domains
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EvaluationOf.
             * @memberof plateau.v1
             * @interface IEvaluationOf
             * @augments plateau.v1.EvaluationOf.$Properties
             * @deprecated Use plateau.v1.EvaluationOf.$Properties instead.
             */

            /**
             * Shape of an EvaluationOf.
             * @typedef {plateau.v1.EvaluationOf.$Properties} plateau.v1.EvaluationOf.$Shape
             */

            /**
             * Constructs a new EvaluationOf.
             * @memberof plateau.v1
             * @classdesc Represents an EvaluationOf.
             * @constructor
             * @param {plateau.v1.EvaluationOf.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EvaluationOf = function (properties) {
                this.domains = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EvaluationOf step.
             * @member {number} step
             * @memberof plateau.v1.EvaluationOf
             * @instance
             */
            EvaluationOf.prototype.step = 0;

            /**
             * EvaluationOf weights.
             * @member {string} weights
             * @memberof plateau.v1.EvaluationOf
             * @instance
             */
            EvaluationOf.prototype.weights = "";

            /**
             * EvaluationOf loss.
             * @member {number} loss
             * @memberof plateau.v1.EvaluationOf
             * @instance
             */
            EvaluationOf.prototype.loss = 0;

            /**
             * EvaluationOf tokens.
             * @member {number} tokens
             * @memberof plateau.v1.EvaluationOf
             * @instance
             */
            EvaluationOf.prototype.tokens = 0;

            /**
             * EvaluationOf domains.
             * @member {Object.<string,plateau.v1.DomainLoss.$Properties>} domains
             * @memberof plateau.v1.EvaluationOf
             * @instance
             */
            EvaluationOf.prototype.domains = $util.emptyObject;

            /**
             * Encodes the specified EvaluationOf message. Does not implicitly {@link plateau.v1.EvaluationOf.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.EvaluationOf
             * @static
             * @param {plateau.v1.EvaluationOf.$Properties} message EvaluationOf message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EvaluationOf.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.weights != null && $Object.hasOwnProperty.call(message, "weights") && message.weights !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.weights);
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.loss);
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens") && !$Object.is(message.tokens, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.tokens);
                if (message.domains != null && $Object.hasOwnProperty.call(message, "domains"))
                    for (let keys = $Object.keys(message.domains), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.plateau.v1.DomainLoss.encode(message.domains[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EvaluationOf message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.EvaluationOf
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.EvaluationOf & plateau.v1.EvaluationOf.$Shape} EvaluationOf
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EvaluationOf.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.EvaluationOf();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.weights = value;
                            else
                                delete message.weights;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tokens = value;
                            else
                                delete message.tokens;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (message.domains === $util.emptyObject)
                                message.domains = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.plateau.v1.DomainLoss.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.domains, key);
                            message.domains[key] = value || new $root.plateau.v1.DomainLoss();
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an EvaluationOf message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.EvaluationOf
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.EvaluationOf} EvaluationOf
             */
            EvaluationOf.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.EvaluationOf)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.EvaluationOf: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.EvaluationOf();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.weights != null)
                    if (typeof object.weights !== "string" || object.weights.length)
                        message.weights = $String(object.weights);
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.tokens != null)
                    if (!$Object.is($Number(object.tokens), 0))
                        message.tokens = $Number(object.tokens);
                if (object.domains) {
                    if (!$util.isObject(object.domains))
                        throw $TypeError(".plateau.v1.EvaluationOf.domains: object expected");
                    message.domains = {};
                    for (let keys = $Object.keys(object.domains), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.domains, keys[i]);
                        if (!$util.isObject(object.domains[keys[i]]))
                            throw $TypeError(".plateau.v1.EvaluationOf.domains: object expected");
                        message.domains[keys[i]] = $root.plateau.v1.DomainLoss.fromObject(object.domains[keys[i]], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from an EvaluationOf message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.EvaluationOf
             * @static
             * @param {plateau.v1.EvaluationOf} message EvaluationOf
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            EvaluationOf.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.domains = {};
                if (options.defaults) {
                    object.step = 0;
                    object.weights = "";
                    object.loss = 0;
                    object.tokens = 0;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.weights != null && $Object.hasOwnProperty.call(message, "weights"))
                    object.weights = message.weights;
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens"))
                    object.tokens = options.json && !$isFinite(message.tokens) ? $String(message.tokens) : message.tokens;
                let keys2;
                if (message.domains && (keys2 = $Object.keys(message.domains)).length) {
                    object.domains = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.domains, keys2[j]);
                        object.domains[keys2[j]] = $root.plateau.v1.DomainLoss.toObject(message.domains[keys2[j]], options, _depth + 1);
                    }
                }
                return object;
            };

            /**
             * Converts this EvaluationOf to JSON.
             * @function toJSON
             * @memberof plateau.v1.EvaluationOf
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            EvaluationOf.prototype.toJSON = function() {
                return EvaluationOf.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for EvaluationOf
             * @function getTypeUrl
             * @memberof plateau.v1.EvaluationOf
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            EvaluationOf.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.EvaluationOf";
            };

            return EvaluationOf;
        })();

        v1.DomainLoss = (function() {

            /**
             * Properties of a DomainLoss.
             * @typedef {Object} plateau.v1.DomainLoss.$Properties
             * @property {number|null} [loss] DomainLoss loss
             * @property {number|null} [tokens] DomainLoss tokens
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DomainLoss.
             * @memberof plateau.v1
             * @interface IDomainLoss
             * @augments plateau.v1.DomainLoss.$Properties
             * @deprecated Use plateau.v1.DomainLoss.$Properties instead.
             */

            /**
             * Shape of a DomainLoss.
             * @typedef {plateau.v1.DomainLoss.$Properties} plateau.v1.DomainLoss.$Shape
             */

            /**
             * Constructs a new DomainLoss.
             * @memberof plateau.v1
             * @classdesc Represents a DomainLoss.
             * @constructor
             * @param {plateau.v1.DomainLoss.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DomainLoss = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DomainLoss loss.
             * @member {number} loss
             * @memberof plateau.v1.DomainLoss
             * @instance
             */
            DomainLoss.prototype.loss = 0;

            /**
             * DomainLoss tokens.
             * @member {number} tokens
             * @memberof plateau.v1.DomainLoss
             * @instance
             */
            DomainLoss.prototype.tokens = 0;

            /**
             * Encodes the specified DomainLoss message. Does not implicitly {@link plateau.v1.DomainLoss.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.DomainLoss
             * @static
             * @param {plateau.v1.DomainLoss.$Properties} message DomainLoss message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DomainLoss.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.loss);
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens") && !$Object.is(message.tokens, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.tokens);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DomainLoss message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.DomainLoss
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.DomainLoss & plateau.v1.DomainLoss.$Shape} DomainLoss
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DomainLoss.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.DomainLoss();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tokens = value;
                            else
                                delete message.tokens;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DomainLoss message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.DomainLoss
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.DomainLoss} DomainLoss
             */
            DomainLoss.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.DomainLoss)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.DomainLoss: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.DomainLoss();
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.tokens != null)
                    if (!$Object.is($Number(object.tokens), 0))
                        message.tokens = $Number(object.tokens);
                return message;
            };

            /**
             * Creates a plain object from a DomainLoss message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.DomainLoss
             * @static
             * @param {plateau.v1.DomainLoss} message DomainLoss
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DomainLoss.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.loss = 0;
                    object.tokens = 0;
                }
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens"))
                    object.tokens = options.json && !$isFinite(message.tokens) ? $String(message.tokens) : message.tokens;
                return object;
            };

            /**
             * Converts this DomainLoss to JSON.
             * @function toJSON
             * @memberof plateau.v1.DomainLoss
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DomainLoss.prototype.toJSON = function() {
                return DomainLoss.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DomainLoss
             * @function getTypeUrl
             * @memberof plateau.v1.DomainLoss
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DomainLoss.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.DomainLoss";
            };

            return DomainLoss;
        })();

        v1.CheckpointNews = (function() {

            /**
             * Properties of a CheckpointNews.
             * @typedef {Object} plateau.v1.CheckpointNews.$Properties
             * @property {plateau.v1.CommittedCheckpoint.$Properties|null} [checkpoint] CheckpointNews checkpoint
             * @property {number|null} [stallMs] CheckpointNews stallMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CheckpointNews.
             * @memberof plateau.v1
             * @interface ICheckpointNews
             * @augments plateau.v1.CheckpointNews.$Properties
             * @deprecated Use plateau.v1.CheckpointNews.$Properties instead.
             */

            /**
             * Shape of a CheckpointNews.
             * @typedef {plateau.v1.CheckpointNews.$Properties} plateau.v1.CheckpointNews.$Shape
             */

            /**
             * Constructs a new CheckpointNews.
             * @memberof plateau.v1
             * @classdesc Represents a CheckpointNews.
             * @constructor
             * @param {plateau.v1.CheckpointNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CheckpointNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CheckpointNews checkpoint.
             * @member {plateau.v1.CommittedCheckpoint.$Properties|null|undefined} checkpoint
             * @memberof plateau.v1.CheckpointNews
             * @instance
             */
            CheckpointNews.prototype.checkpoint = null;

            /**
             * CheckpointNews stallMs.
             * @member {number} stallMs
             * @memberof plateau.v1.CheckpointNews
             * @instance
             */
            CheckpointNews.prototype.stallMs = 0;

            /**
             * Encodes the specified CheckpointNews message. Does not implicitly {@link plateau.v1.CheckpointNews.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.CheckpointNews
             * @static
             * @param {plateau.v1.CheckpointNews.$Properties} message CheckpointNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CheckpointNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                    $root.plateau.v1.CommittedCheckpoint.encode(message.checkpoint, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.stallMs != null && $Object.hasOwnProperty.call(message, "stallMs") && !$Object.is(message.stallMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.stallMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CheckpointNews message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.CheckpointNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.CheckpointNews & plateau.v1.CheckpointNews.$Shape} CheckpointNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CheckpointNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.CheckpointNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.checkpoint = $root.plateau.v1.CommittedCheckpoint.decode(reader, reader.size(), $undefined, _depth + 1, message.checkpoint);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.stallMs = value;
                            else
                                delete message.stallMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CheckpointNews message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.CheckpointNews
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.CheckpointNews} CheckpointNews
             */
            CheckpointNews.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.CheckpointNews)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.CheckpointNews: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.CheckpointNews();
                if (object.checkpoint != null) {
                    if (!$util.isObject(object.checkpoint))
                        throw $TypeError(".plateau.v1.CheckpointNews.checkpoint: object expected");
                    message.checkpoint = $root.plateau.v1.CommittedCheckpoint.fromObject(object.checkpoint, _depth + 1);
                }
                if (object.stallMs != null)
                    if (!$Object.is($Number(object.stallMs), 0))
                        message.stallMs = $Number(object.stallMs);
                return message;
            };

            /**
             * Creates a plain object from a CheckpointNews message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.CheckpointNews
             * @static
             * @param {plateau.v1.CheckpointNews} message CheckpointNews
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CheckpointNews.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.checkpoint = null;
                    object.stallMs = 0;
                }
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                    object.checkpoint = $root.plateau.v1.CommittedCheckpoint.toObject(message.checkpoint, options, _depth + 1);
                if (message.stallMs != null && $Object.hasOwnProperty.call(message, "stallMs"))
                    object.stallMs = options.json && !$isFinite(message.stallMs) ? $String(message.stallMs) : message.stallMs;
                return object;
            };

            /**
             * Converts this CheckpointNews to JSON.
             * @function toJSON
             * @memberof plateau.v1.CheckpointNews
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CheckpointNews.prototype.toJSON = function() {
                return CheckpointNews.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CheckpointNews
             * @function getTypeUrl
             * @memberof plateau.v1.CheckpointNews
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CheckpointNews.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.CheckpointNews";
            };

            return CheckpointNews;
        })();

        v1.CommittedCheckpoint = (function() {

            /**
             * Properties of a CommittedCheckpoint.
             * @typedef {Object} plateau.v1.CommittedCheckpoint.$Properties
             * @property {string|null} [manifestUri] CommittedCheckpoint manifestUri
             * @property {string|null} [sha256] CommittedCheckpoint sha256
             * @property {number|null} [step] CommittedCheckpoint step
             * @property {number|null} [tokens] CommittedCheckpoint tokens
             * @property {string|null} [flops] CommittedCheckpoint flops
             * @property {number|null} [bytes] CommittedCheckpoint bytes
             * @property {boolean|null} [fork] CommittedCheckpoint fork
             * @property {Array.<string>|null} [holds] CommittedCheckpoint holds
             * @property {Array.<plateau.v1.ParentCheckpoint.$Properties>|null} [parents] CommittedCheckpoint parents
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CommittedCheckpoint.
             * @memberof plateau.v1
             * @interface ICommittedCheckpoint
             * @augments plateau.v1.CommittedCheckpoint.$Properties
             * @deprecated Use plateau.v1.CommittedCheckpoint.$Properties instead.
             */

            /**
             * Shape of a CommittedCheckpoint.
             * @typedef {plateau.v1.CommittedCheckpoint.$Properties} plateau.v1.CommittedCheckpoint.$Shape
             */

            /**
             * Constructs a new CommittedCheckpoint.
             * @memberof plateau.v1
             * @classdesc Represents a CommittedCheckpoint.
             * @constructor
             * @param {plateau.v1.CommittedCheckpoint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CommittedCheckpoint = function (properties) {
                this.holds = [];
                this.parents = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CommittedCheckpoint manifestUri.
             * @member {string} manifestUri
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.manifestUri = "";

            /**
             * CommittedCheckpoint sha256.
             * @member {string} sha256
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.sha256 = "";

            /**
             * CommittedCheckpoint step.
             * @member {number} step
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.step = 0;

            /**
             * CommittedCheckpoint tokens.
             * @member {number} tokens
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.tokens = 0;

            /**
             * CommittedCheckpoint flops.
             * @member {string} flops
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.flops = "";

            /**
             * CommittedCheckpoint bytes.
             * @member {number} bytes
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.bytes = 0;

            /**
             * CommittedCheckpoint fork.
             * @member {boolean} fork
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.fork = false;

            /**
             * CommittedCheckpoint holds.
             * @member {Array.<string>} holds
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.holds = $util.emptyArray;

            /**
             * CommittedCheckpoint parents.
             * @member {Array.<plateau.v1.ParentCheckpoint.$Properties>} parents
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             */
            CommittedCheckpoint.prototype.parents = $util.emptyArray;

            /**
             * Encodes the specified CommittedCheckpoint message. Does not implicitly {@link plateau.v1.CommittedCheckpoint.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.CommittedCheckpoint
             * @static
             * @param {plateau.v1.CommittedCheckpoint.$Properties} message CommittedCheckpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CommittedCheckpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.manifestUri != null && $Object.hasOwnProperty.call(message, "manifestUri") && message.manifestUri !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.manifestUri);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256 !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.sha256);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.step);
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens") && !$Object.is(message.tokens, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.tokens);
                if (message.flops != null && $Object.hasOwnProperty.call(message, "flops") && message.flops !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.flops);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.bytes);
                if (message.fork != null && $Object.hasOwnProperty.call(message, "fork") && message.fork !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.fork);
                if (message.holds != null && message.holds.length)
                    for (let i = 0; i < message.holds.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.holds[i]);
                if (message.parents != null && message.parents.length)
                    for (let i = 0; i < message.parents.length; ++i)
                        $root.plateau.v1.ParentCheckpoint.encode(message.parents[i], writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CommittedCheckpoint message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.CommittedCheckpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.CommittedCheckpoint & plateau.v1.CommittedCheckpoint.$Shape} CommittedCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CommittedCheckpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.CommittedCheckpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.manifestUri = value;
                            else
                                delete message.manifestUri;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tokens = value;
                            else
                                delete message.tokens;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.flops = value;
                            else
                                delete message.flops;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.fork = value;
                            else
                                delete message.fork;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.holds && message.holds.length))
                                message.holds = [];
                            message.holds.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parents && message.parents.length))
                                message.parents = [];
                            message.parents.push($root.plateau.v1.ParentCheckpoint.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CommittedCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.CommittedCheckpoint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.CommittedCheckpoint} CommittedCheckpoint
             */
            CommittedCheckpoint.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.CommittedCheckpoint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.CommittedCheckpoint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.CommittedCheckpoint();
                if (object.manifestUri != null)
                    if (typeof object.manifestUri !== "string" || object.manifestUri.length)
                        message.manifestUri = $String(object.manifestUri);
                if (object.sha256 != null)
                    if (typeof object.sha256 !== "string" || object.sha256.length)
                        message.sha256 = $String(object.sha256);
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.tokens != null)
                    if (!$Object.is($Number(object.tokens), 0))
                        message.tokens = $Number(object.tokens);
                if (object.flops != null)
                    if (typeof object.flops !== "string" || object.flops.length)
                        message.flops = $String(object.flops);
                if (object.bytes != null)
                    if (!$Object.is($Number(object.bytes), 0))
                        message.bytes = $Number(object.bytes);
                if (object.fork != null)
                    if (object.fork)
                        message.fork = $Boolean(object.fork);
                if (object.holds) {
                    if (!$Array.isArray(object.holds))
                        throw $TypeError(".plateau.v1.CommittedCheckpoint.holds: array expected");
                    message.holds = $Array(object.holds.length);
                    for (let i = 0; i < object.holds.length; ++i)
                        message.holds[i] = $String(object.holds[i]);
                }
                if (object.parents) {
                    if (!$Array.isArray(object.parents))
                        throw $TypeError(".plateau.v1.CommittedCheckpoint.parents: array expected");
                    message.parents = $Array(object.parents.length);
                    for (let i = 0; i < object.parents.length; ++i) {
                        if (!$util.isObject(object.parents[i]))
                            throw $TypeError(".plateau.v1.CommittedCheckpoint.parents: object expected");
                        message.parents[i] = $root.plateau.v1.ParentCheckpoint.fromObject(object.parents[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a CommittedCheckpoint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.CommittedCheckpoint
             * @static
             * @param {plateau.v1.CommittedCheckpoint} message CommittedCheckpoint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CommittedCheckpoint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.holds = [];
                    object.parents = [];
                }
                if (options.defaults) {
                    object.manifestUri = "";
                    object.sha256 = "";
                    object.step = 0;
                    object.tokens = 0;
                    object.flops = "";
                    object.bytes = 0;
                    object.fork = false;
                }
                if (message.manifestUri != null && $Object.hasOwnProperty.call(message, "manifestUri"))
                    object.manifestUri = message.manifestUri;
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256"))
                    object.sha256 = message.sha256;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.tokens != null && $Object.hasOwnProperty.call(message, "tokens"))
                    object.tokens = options.json && !$isFinite(message.tokens) ? $String(message.tokens) : message.tokens;
                if (message.flops != null && $Object.hasOwnProperty.call(message, "flops"))
                    object.flops = message.flops;
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    object.bytes = options.json && !$isFinite(message.bytes) ? $String(message.bytes) : message.bytes;
                if (message.fork != null && $Object.hasOwnProperty.call(message, "fork"))
                    object.fork = message.fork;
                if (message.holds && message.holds.length) {
                    object.holds = $Array(message.holds.length);
                    for (let j = 0; j < message.holds.length; ++j)
                        object.holds[j] = message.holds[j];
                }
                if (message.parents && message.parents.length) {
                    object.parents = $Array(message.parents.length);
                    for (let j = 0; j < message.parents.length; ++j)
                        object.parents[j] = $root.plateau.v1.ParentCheckpoint.toObject(message.parents[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this CommittedCheckpoint to JSON.
             * @function toJSON
             * @memberof plateau.v1.CommittedCheckpoint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CommittedCheckpoint.prototype.toJSON = function() {
                return CommittedCheckpoint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CommittedCheckpoint
             * @function getTypeUrl
             * @memberof plateau.v1.CommittedCheckpoint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CommittedCheckpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.CommittedCheckpoint";
            };

            return CommittedCheckpoint;
        })();

        v1.ParentCheckpoint = (function() {

            /**
             * Properties of a ParentCheckpoint.
             * @typedef {Object} plateau.v1.ParentCheckpoint.$Properties
             * @property {string|null} [manifestUri] ParentCheckpoint manifestUri
             * @property {string|null} [sha256] ParentCheckpoint sha256
             * @property {string|null} [relation] ParentCheckpoint relation
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ParentCheckpoint.
             * @memberof plateau.v1
             * @interface IParentCheckpoint
             * @augments plateau.v1.ParentCheckpoint.$Properties
             * @deprecated Use plateau.v1.ParentCheckpoint.$Properties instead.
             */

            /**
             * Shape of a ParentCheckpoint.
             * @typedef {plateau.v1.ParentCheckpoint.$Properties} plateau.v1.ParentCheckpoint.$Shape
             */

            /**
             * Constructs a new ParentCheckpoint.
             * @memberof plateau.v1
             * @classdesc Represents a ParentCheckpoint.
             * @constructor
             * @param {plateau.v1.ParentCheckpoint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ParentCheckpoint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ParentCheckpoint manifestUri.
             * @member {string} manifestUri
             * @memberof plateau.v1.ParentCheckpoint
             * @instance
             */
            ParentCheckpoint.prototype.manifestUri = "";

            /**
             * ParentCheckpoint sha256.
             * @member {string} sha256
             * @memberof plateau.v1.ParentCheckpoint
             * @instance
             */
            ParentCheckpoint.prototype.sha256 = "";

            /**
             * ParentCheckpoint relation.
             * @member {string} relation
             * @memberof plateau.v1.ParentCheckpoint
             * @instance
             */
            ParentCheckpoint.prototype.relation = "";

            /**
             * Encodes the specified ParentCheckpoint message. Does not implicitly {@link plateau.v1.ParentCheckpoint.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ParentCheckpoint
             * @static
             * @param {plateau.v1.ParentCheckpoint.$Properties} message ParentCheckpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ParentCheckpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.manifestUri != null && $Object.hasOwnProperty.call(message, "manifestUri") && message.manifestUri !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.manifestUri);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256 !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.sha256);
                if (message.relation != null && $Object.hasOwnProperty.call(message, "relation") && message.relation !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.relation);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ParentCheckpoint message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ParentCheckpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ParentCheckpoint & plateau.v1.ParentCheckpoint.$Shape} ParentCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ParentCheckpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ParentCheckpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.manifestUri = value;
                            else
                                delete message.manifestUri;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.relation = value;
                            else
                                delete message.relation;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ParentCheckpoint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ParentCheckpoint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ParentCheckpoint} ParentCheckpoint
             */
            ParentCheckpoint.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ParentCheckpoint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ParentCheckpoint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ParentCheckpoint();
                if (object.manifestUri != null)
                    if (typeof object.manifestUri !== "string" || object.manifestUri.length)
                        message.manifestUri = $String(object.manifestUri);
                if (object.sha256 != null)
                    if (typeof object.sha256 !== "string" || object.sha256.length)
                        message.sha256 = $String(object.sha256);
                if (object.relation != null)
                    if (typeof object.relation !== "string" || object.relation.length)
                        message.relation = $String(object.relation);
                return message;
            };

            /**
             * Creates a plain object from a ParentCheckpoint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ParentCheckpoint
             * @static
             * @param {plateau.v1.ParentCheckpoint} message ParentCheckpoint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ParentCheckpoint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.manifestUri = "";
                    object.sha256 = "";
                    object.relation = "";
                }
                if (message.manifestUri != null && $Object.hasOwnProperty.call(message, "manifestUri"))
                    object.manifestUri = message.manifestUri;
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256"))
                    object.sha256 = message.sha256;
                if (message.relation != null && $Object.hasOwnProperty.call(message, "relation"))
                    object.relation = message.relation;
                return object;
            };

            /**
             * Converts this ParentCheckpoint to JSON.
             * @function toJSON
             * @memberof plateau.v1.ParentCheckpoint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ParentCheckpoint.prototype.toJSON = function() {
                return ParentCheckpoint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ParentCheckpoint
             * @function getTypeUrl
             * @memberof plateau.v1.ParentCheckpoint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ParentCheckpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ParentCheckpoint";
            };

            return ParentCheckpoint;
        })();

        v1.LifecycleNews = (function() {

            /**
             * Properties of a LifecycleNews.
             * @typedef {Object} plateau.v1.LifecycleNews.$Properties
             * @property {string|null} [state] LifecycleNews state
             * @property {string|null} [reason] LifecycleNews reason
             * @property {string|null} [message] LifecycleNews message
             * @property {number|null} [step] LifecycleNews step
             * @property {plateau.v1.EngineNews.$Properties|null} [engine] LifecycleNews engine
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LifecycleNews.
             * @memberof plateau.v1
             * @interface ILifecycleNews
             * @augments plateau.v1.LifecycleNews.$Properties
             * @deprecated Use plateau.v1.LifecycleNews.$Properties instead.
             */

            /**
             * Shape of a LifecycleNews.
             * @typedef {plateau.v1.LifecycleNews.$Properties} plateau.v1.LifecycleNews.$Shape
             */

            /**
             * Constructs a new LifecycleNews.
             * @memberof plateau.v1
             * @classdesc Represents a LifecycleNews.
             * @constructor
             * @param {plateau.v1.LifecycleNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LifecycleNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LifecycleNews state.
             * @member {string} state
             * @memberof plateau.v1.LifecycleNews
             * @instance
             */
            LifecycleNews.prototype.state = "";

            /**
             * LifecycleNews reason.
             * @member {string} reason
             * @memberof plateau.v1.LifecycleNews
             * @instance
             */
            LifecycleNews.prototype.reason = "";

            /**
             * LifecycleNews message.
             * @member {string} message
             * @memberof plateau.v1.LifecycleNews
             * @instance
             */
            LifecycleNews.prototype.message = "";

            /**
             * LifecycleNews step.
             * @member {number|null|undefined} step
             * @memberof plateau.v1.LifecycleNews
             * @instance
             */
            LifecycleNews.prototype.step = null;

            /**
             * LifecycleNews engine.
             * @member {plateau.v1.EngineNews.$Properties|null|undefined} engine
             * @memberof plateau.v1.LifecycleNews
             * @instance
             */
            LifecycleNews.prototype.engine = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(LifecycleNews.prototype, "_step", {
                get: $util.oneOfGetter($oneOfFields = ["step"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(LifecycleNews.prototype, "_engine", {
                get: $util.oneOfGetter($oneOfFields = ["engine"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified LifecycleNews message. Does not implicitly {@link plateau.v1.LifecycleNews.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.LifecycleNews
             * @static
             * @param {plateau.v1.LifecycleNews.$Properties} message LifecycleNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LifecycleNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.state);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.step);
                if (message.engine != null && $Object.hasOwnProperty.call(message, "engine"))
                    $root.plateau.v1.EngineNews.encode(message.engine, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LifecycleNews message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.LifecycleNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.LifecycleNews & plateau.v1.LifecycleNews.$Shape} LifecycleNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LifecycleNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.LifecycleNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.step = reader.uint32();
                            message._step = "step";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.engine = $root.plateau.v1.EngineNews.decode(reader, reader.size(), $undefined, _depth + 1, message.engine);
                            message._engine = "engine";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a LifecycleNews message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.LifecycleNews
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.LifecycleNews} LifecycleNews
             */
            LifecycleNews.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.LifecycleNews)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.LifecycleNews: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.LifecycleNews();
                if (object.state != null)
                    if (typeof object.state !== "string" || object.state.length)
                        message.state = $String(object.state);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.step != null)
                    message.step = object.step >>> 0;
                if (object.engine != null) {
                    if (!$util.isObject(object.engine))
                        throw $TypeError(".plateau.v1.LifecycleNews.engine: object expected");
                    message.engine = $root.plateau.v1.EngineNews.fromObject(object.engine, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a LifecycleNews message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.LifecycleNews
             * @static
             * @param {plateau.v1.LifecycleNews} message LifecycleNews
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            LifecycleNews.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.state = "";
                    object.reason = "";
                    object.message = "";
                }
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = message.state;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.engine != null && $Object.hasOwnProperty.call(message, "engine"))
                    object.engine = $root.plateau.v1.EngineNews.toObject(message.engine, options, _depth + 1);
                return object;
            };

            /**
             * Converts this LifecycleNews to JSON.
             * @function toJSON
             * @memberof plateau.v1.LifecycleNews
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            LifecycleNews.prototype.toJSON = function() {
                return LifecycleNews.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for LifecycleNews
             * @function getTypeUrl
             * @memberof plateau.v1.LifecycleNews
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            LifecycleNews.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.LifecycleNews";
            };

            return LifecycleNews;
        })();

        v1.EngineNews = (function() {

            /**
             * Properties of an EngineNews.
             * @typedef {Object} plateau.v1.EngineNews.$Properties
             * @property {string|null} [name] EngineNews name
             * @property {string|null} [description] EngineNews description
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EngineNews.
             * @memberof plateau.v1
             * @interface IEngineNews
             * @augments plateau.v1.EngineNews.$Properties
             * @deprecated Use plateau.v1.EngineNews.$Properties instead.
             */

            /**
             * Shape of an EngineNews.
             * @typedef {plateau.v1.EngineNews.$Properties} plateau.v1.EngineNews.$Shape
             */

            /**
             * Constructs a new EngineNews.
             * @memberof plateau.v1
             * @classdesc Represents an EngineNews.
             * @constructor
             * @param {plateau.v1.EngineNews.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EngineNews = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EngineNews name.
             * @member {string} name
             * @memberof plateau.v1.EngineNews
             * @instance
             */
            EngineNews.prototype.name = "";

            /**
             * EngineNews description.
             * @member {string} description
             * @memberof plateau.v1.EngineNews
             * @instance
             */
            EngineNews.prototype.description = "";

            /**
             * Encodes the specified EngineNews message. Does not implicitly {@link plateau.v1.EngineNews.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.EngineNews
             * @static
             * @param {plateau.v1.EngineNews.$Properties} message EngineNews message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EngineNews.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.description);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EngineNews message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.EngineNews
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.EngineNews & plateau.v1.EngineNews.$Shape} EngineNews
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EngineNews.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.EngineNews();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.description = value;
                            else
                                delete message.description;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an EngineNews message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.EngineNews
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.EngineNews} EngineNews
             */
            EngineNews.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.EngineNews)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.EngineNews: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.EngineNews();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.description != null)
                    if (typeof object.description !== "string" || object.description.length)
                        message.description = $String(object.description);
                return message;
            };

            /**
             * Creates a plain object from an EngineNews message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.EngineNews
             * @static
             * @param {plateau.v1.EngineNews} message EngineNews
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            EngineNews.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    object.description = "";
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.description != null && $Object.hasOwnProperty.call(message, "description"))
                    object.description = message.description;
                return object;
            };

            /**
             * Converts this EngineNews to JSON.
             * @function toJSON
             * @memberof plateau.v1.EngineNews
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            EngineNews.prototype.toJSON = function() {
                return EngineNews.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for EngineNews
             * @function getTypeUrl
             * @memberof plateau.v1.EngineNews
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            EngineNews.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.EngineNews";
            };

            return EngineNews;
        })();

        v1.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} plateau.v1.Frame.$Properties
             * @property {plateau.v1.Hello.$Properties|null} [hello] Frame hello
             * @property {plateau.v1.Proof.$Properties|null} [proof] Frame proof
             * @property {plateau.v1.Heartbeat.$Properties|null} [heartbeat] Frame heartbeat
             * @property {plateau.v1.Presence.$Properties|null} [presence] Frame presence
             * @property {plateau.v1.Form.$Properties|null} [form] Frame form
             * @property {plateau.v1.StateRequest.$Properties|null} [stateRequest] Frame stateRequest
             * @property {plateau.v1.Barrier.$Properties|null} [barrier] Frame barrier
             * @property {plateau.v1.StatePart.$Properties|null} [statePart] Frame statePart
             * @property {plateau.v1.Numbers.$Properties|null} [numbers] Frame numbers
             * @property {plateau.v1.TensorOffer.$Properties|null} [tensorOffer] Frame tensorOffer
             * @property {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer"} [body] Frame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof plateau.v1
             * @interface IFrame
             * @augments plateau.v1.Frame.$Properties
             * @deprecated Use plateau.v1.Frame.$Properties instead.
             */

            /**
             * Narrowed shape of a Frame.
             * @typedef {{
             *   hello?: plateau.v1.Hello.$Shape|null;
             *   proof?: plateau.v1.Proof.$Shape|null;
             *   heartbeat?: plateau.v1.Heartbeat.$Shape|null;
             *   presence?: plateau.v1.Presence.$Shape|null;
             *   form?: plateau.v1.Form.$Shape|null;
             *   stateRequest?: plateau.v1.StateRequest.$Shape|null;
             *   barrier?: plateau.v1.Barrier.$Shape|null;
             *   statePart?: plateau.v1.StatePart.$Shape|null;
             *   numbers?: plateau.v1.Numbers.$Shape|null;
             *   tensorOffer?: plateau.v1.TensorOffer.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "hello"; hello: plateau.v1.Hello.$Shape; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "proof"; hello?: null; proof: plateau.v1.Proof.$Shape; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "heartbeat"; hello?: null; proof?: null; heartbeat: plateau.v1.Heartbeat.$Shape; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "presence"; hello?: null; proof?: null; heartbeat?: null; presence: plateau.v1.Presence.$Shape; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "form"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form: plateau.v1.Form.$Shape; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "stateRequest"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest: plateau.v1.StateRequest.$Shape; barrier?: null; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "barrier"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier: plateau.v1.Barrier.$Shape; statePart?: null; numbers?: null; tensorOffer?: null }|{ body?: "statePart"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart: plateau.v1.StatePart.$Shape; numbers?: null; tensorOffer?: null }|{ body?: "numbers"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers: plateau.v1.Numbers.$Shape; tensorOffer?: null }|{ body?: "tensorOffer"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; barrier?: null; statePart?: null; numbers?: null; tensorOffer: plateau.v1.TensorOffer.$Shape })
             * )} plateau.v1.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof plateau.v1
             * @classdesc Represents a Frame.
             * @constructor
             * @param {plateau.v1.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame hello.
             * @member {plateau.v1.Hello.$Properties|null|undefined} hello
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.hello = null;

            /**
             * Frame proof.
             * @member {plateau.v1.Proof.$Properties|null|undefined} proof
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.proof = null;

            /**
             * Frame heartbeat.
             * @member {plateau.v1.Heartbeat.$Properties|null|undefined} heartbeat
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.heartbeat = null;

            /**
             * Frame presence.
             * @member {plateau.v1.Presence.$Properties|null|undefined} presence
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.presence = null;

            /**
             * Frame form.
             * @member {plateau.v1.Form.$Properties|null|undefined} form
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.form = null;

            /**
             * Frame stateRequest.
             * @member {plateau.v1.StateRequest.$Properties|null|undefined} stateRequest
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.stateRequest = null;

            /**
             * Frame barrier.
             * @member {plateau.v1.Barrier.$Properties|null|undefined} barrier
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.barrier = null;

            /**
             * Frame statePart.
             * @member {plateau.v1.StatePart.$Properties|null|undefined} statePart
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.statePart = null;

            /**
             * Frame numbers.
             * @member {plateau.v1.Numbers.$Properties|null|undefined} numbers
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.numbers = null;

            /**
             * Frame tensorOffer.
             * @member {plateau.v1.TensorOffer.$Properties|null|undefined} tensorOffer
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.tensorOffer = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Frame body.
             * @member {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"barrier"|"statePart"|"numbers"|"tensorOffer"|undefined} body
             * @memberof plateau.v1.Frame
             * @instance
             */
            $Object.defineProperty(Frame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "proof", "heartbeat", "presence", "form", "stateRequest", "barrier", "statePart", "numbers", "tensorOffer"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Frame message. Does not implicitly {@link plateau.v1.Frame.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Frame
             * @static
             * @param {plateau.v1.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.plateau.v1.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof"))
                    $root.plateau.v1.Proof.encode(message.proof, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.plateau.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence"))
                    $root.plateau.v1.Presence.encode(message.presence, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.form != null && $Object.hasOwnProperty.call(message, "form"))
                    $root.plateau.v1.Form.encode(message.form, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.stateRequest != null && $Object.hasOwnProperty.call(message, "stateRequest"))
                    $root.plateau.v1.StateRequest.encode(message.stateRequest, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.barrier != null && $Object.hasOwnProperty.call(message, "barrier"))
                    $root.plateau.v1.Barrier.encode(message.barrier, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart"))
                    $root.plateau.v1.StatePart.encode(message.statePart, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.numbers != null && $Object.hasOwnProperty.call(message, "numbers"))
                    $root.plateau.v1.Numbers.encode(message.numbers, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.tensorOffer != null && $Object.hasOwnProperty.call(message, "tensorOffer"))
                    $root.plateau.v1.TensorOffer.encode(message.tensorOffer, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Frame & plateau.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.plateau.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.proof = $root.plateau.v1.Proof.decode(reader, reader.size(), $undefined, _depth + 1, message.proof);
                            message.body = "proof";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.plateau.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.body = "heartbeat";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.presence = $root.plateau.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1, message.presence);
                            message.body = "presence";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.form = $root.plateau.v1.Form.decode(reader, reader.size(), $undefined, _depth + 1, message.form);
                            message.body = "form";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.stateRequest = $root.plateau.v1.StateRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.stateRequest);
                            message.body = "stateRequest";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.barrier = $root.plateau.v1.Barrier.decode(reader, reader.size(), $undefined, _depth + 1, message.barrier);
                            message.body = "barrier";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.statePart = $root.plateau.v1.StatePart.decode(reader, reader.size(), $undefined, _depth + 1, message.statePart);
                            message.body = "statePart";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.numbers = $root.plateau.v1.Numbers.decode(reader, reader.size(), $undefined, _depth + 1, message.numbers);
                            message.body = "numbers";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.tensorOffer = $root.plateau.v1.TensorOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.tensorOffer);
                            message.body = "tensorOffer";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Frame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Frame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Frame} Frame
             */
            Frame.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Frame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Frame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Frame();
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".plateau.v1.Frame.hello: object expected");
                    message.hello = $root.plateau.v1.Hello.fromObject(object.hello, _depth + 1);
                }
                if (object.proof != null) {
                    if (!$util.isObject(object.proof))
                        throw $TypeError(".plateau.v1.Frame.proof: object expected");
                    message.proof = $root.plateau.v1.Proof.fromObject(object.proof, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".plateau.v1.Frame.heartbeat: object expected");
                    message.heartbeat = $root.plateau.v1.Heartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.presence != null) {
                    if (!$util.isObject(object.presence))
                        throw $TypeError(".plateau.v1.Frame.presence: object expected");
                    message.presence = $root.plateau.v1.Presence.fromObject(object.presence, _depth + 1);
                }
                if (object.form != null) {
                    if (!$util.isObject(object.form))
                        throw $TypeError(".plateau.v1.Frame.form: object expected");
                    message.form = $root.plateau.v1.Form.fromObject(object.form, _depth + 1);
                }
                if (object.stateRequest != null) {
                    if (!$util.isObject(object.stateRequest))
                        throw $TypeError(".plateau.v1.Frame.stateRequest: object expected");
                    message.stateRequest = $root.plateau.v1.StateRequest.fromObject(object.stateRequest, _depth + 1);
                }
                if (object.barrier != null) {
                    if (!$util.isObject(object.barrier))
                        throw $TypeError(".plateau.v1.Frame.barrier: object expected");
                    message.barrier = $root.plateau.v1.Barrier.fromObject(object.barrier, _depth + 1);
                }
                if (object.statePart != null) {
                    if (!$util.isObject(object.statePart))
                        throw $TypeError(".plateau.v1.Frame.statePart: object expected");
                    message.statePart = $root.plateau.v1.StatePart.fromObject(object.statePart, _depth + 1);
                }
                if (object.numbers != null) {
                    if (!$util.isObject(object.numbers))
                        throw $TypeError(".plateau.v1.Frame.numbers: object expected");
                    message.numbers = $root.plateau.v1.Numbers.fromObject(object.numbers, _depth + 1);
                }
                if (object.tensorOffer != null) {
                    if (!$util.isObject(object.tensorOffer))
                        throw $TypeError(".plateau.v1.Frame.tensorOffer: object expected");
                    message.tensorOffer = $root.plateau.v1.TensorOffer.fromObject(object.tensorOffer, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Frame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Frame
             * @static
             * @param {plateau.v1.Frame} message Frame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Frame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.plateau.v1.Hello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "hello";
                }
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof")) {
                    object.proof = $root.plateau.v1.Proof.toObject(message.proof, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "proof";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.plateau.v1.Heartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "heartbeat";
                }
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence")) {
                    object.presence = $root.plateau.v1.Presence.toObject(message.presence, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "presence";
                }
                if (message.form != null && $Object.hasOwnProperty.call(message, "form")) {
                    object.form = $root.plateau.v1.Form.toObject(message.form, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "form";
                }
                if (message.stateRequest != null && $Object.hasOwnProperty.call(message, "stateRequest")) {
                    object.stateRequest = $root.plateau.v1.StateRequest.toObject(message.stateRequest, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "stateRequest";
                }
                if (message.barrier != null && $Object.hasOwnProperty.call(message, "barrier")) {
                    object.barrier = $root.plateau.v1.Barrier.toObject(message.barrier, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "barrier";
                }
                if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart")) {
                    object.statePart = $root.plateau.v1.StatePart.toObject(message.statePart, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "statePart";
                }
                if (message.numbers != null && $Object.hasOwnProperty.call(message, "numbers")) {
                    object.numbers = $root.plateau.v1.Numbers.toObject(message.numbers, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "numbers";
                }
                if (message.tensorOffer != null && $Object.hasOwnProperty.call(message, "tensorOffer")) {
                    object.tensorOffer = $root.plateau.v1.TensorOffer.toObject(message.tensorOffer, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "tensorOffer";
                }
                return object;
            };

            /**
             * Converts this Frame to JSON.
             * @function toJSON
             * @memberof plateau.v1.Frame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Frame.prototype.toJSON = function() {
                return Frame.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Frame
             * @function getTypeUrl
             * @memberof plateau.v1.Frame
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Frame.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Frame";
            };

            return Frame;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} plateau.v1.Hello.$Properties
             * @property {string|null} [runUid] Hello runUid
             * @property {number|null} [rank] Hello rank
             * @property {Uint8Array|null} [nonce] Hello nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof plateau.v1
             * @interface IHello
             * @augments plateau.v1.Hello.$Properties
             * @deprecated Use plateau.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {plateau.v1.Hello.$Properties} plateau.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof plateau.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {plateau.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello runUid.
             * @member {string} runUid
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.runUid = "";

            /**
             * Hello rank.
             * @member {number} rank
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.rank = 0;

            /**
             * Hello nonce.
             * @member {Uint8Array} nonce
             * @memberof plateau.v1.Hello
             * @instance
             */
            Hello.prototype.nonce = $util.newBuffer([]);

            /**
             * Encodes the specified Hello message. Does not implicitly {@link plateau.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Hello
             * @static
             * @param {plateau.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid") && message.runUid !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.runUid);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.rank);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Hello & plateau.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runUid = value;
                            else
                                delete message.runUid;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Hello();
                if (object.runUid != null)
                    if (typeof object.runUid !== "string" || object.runUid.length)
                        message.runUid = $String(object.runUid);
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Hello
             * @static
             * @param {plateau.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.runUid = "";
                    object.rank = 0;
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                }
                if (message.runUid != null && $Object.hasOwnProperty.call(message, "runUid"))
                    object.runUid = message.runUid;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof plateau.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Hello
             * @function getTypeUrl
             * @memberof plateau.v1.Hello
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Hello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Hello";
            };

            return Hello;
        })();

        v1.Proof = (function() {

            /**
             * Properties of a Proof.
             * @typedef {Object} plateau.v1.Proof.$Properties
             * @property {Uint8Array|null} [mac] Proof mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Proof.
             * @memberof plateau.v1
             * @interface IProof
             * @augments plateau.v1.Proof.$Properties
             * @deprecated Use plateau.v1.Proof.$Properties instead.
             */

            /**
             * Shape of a Proof.
             * @typedef {plateau.v1.Proof.$Properties} plateau.v1.Proof.$Shape
             */

            /**
             * Constructs a new Proof.
             * @memberof plateau.v1
             * @classdesc Represents a Proof.
             * @constructor
             * @param {plateau.v1.Proof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Proof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Proof mac.
             * @member {Uint8Array} mac
             * @memberof plateau.v1.Proof
             * @instance
             */
            Proof.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified Proof message. Does not implicitly {@link plateau.v1.Proof.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Proof
             * @static
             * @param {plateau.v1.Proof.$Properties} message Proof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Proof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Proof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Proof & plateau.v1.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Proof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Proof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Proof message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Proof
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Proof} Proof
             */
            Proof.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Proof)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Proof: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Proof();
                if (object.mac != null)
                    if (object.mac.length)
                        if (typeof object.mac === "string")
                            $util.base64.decode(object.mac, message.mac = $util.newBuffer($util.base64.length(object.mac)), 0);
                        else if (object.mac.length >= 0)
                            message.mac = object.mac;
                return message;
            };

            /**
             * Creates a plain object from a Proof message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Proof
             * @static
             * @param {plateau.v1.Proof} message Proof
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Proof.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.mac = "";
                    else {
                        object.mac = [];
                        if (options.bytes !== $Array)
                            object.mac = $util.newBuffer(object.mac);
                    }
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    object.mac = options.bytes === $String ? $util.base64.encode(message.mac, 0, message.mac.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.mac) : message.mac;
                return object;
            };

            /**
             * Converts this Proof to JSON.
             * @function toJSON
             * @memberof plateau.v1.Proof
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Proof.prototype.toJSON = function() {
                return Proof.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Proof
             * @function getTypeUrl
             * @memberof plateau.v1.Proof
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Proof.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Proof";
            };

            return Proof;
        })();

        v1.Heartbeat = (function() {

            /**
             * Properties of a Heartbeat.
             * @typedef {Object} plateau.v1.Heartbeat.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heartbeat.
             * @memberof plateau.v1
             * @interface IHeartbeat
             * @augments plateau.v1.Heartbeat.$Properties
             * @deprecated Use plateau.v1.Heartbeat.$Properties instead.
             */

            /**
             * Shape of a Heartbeat.
             * @typedef {plateau.v1.Heartbeat.$Properties} plateau.v1.Heartbeat.$Shape
             */

            /**
             * Constructs a new Heartbeat.
             * @memberof plateau.v1
             * @classdesc Represents a Heartbeat.
             * @constructor
             * @param {plateau.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link plateau.v1.Heartbeat.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {plateau.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Heartbeat & plateau.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Heartbeat} Heartbeat
             */
            Heartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Heartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Heartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.plateau.v1.Heartbeat();
            };

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {plateau.v1.Heartbeat} message Heartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Heartbeat.toObject = function () {
                return {};
            };

            /**
             * Converts this Heartbeat to JSON.
             * @function toJSON
             * @memberof plateau.v1.Heartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Heartbeat.prototype.toJSON = function() {
                return Heartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Heartbeat
             * @function getTypeUrl
             * @memberof plateau.v1.Heartbeat
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Heartbeat.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Heartbeat";
            };

            return Heartbeat;
        })();

        v1.Presence = (function() {

            /**
             * Properties of a Presence.
             * @typedef {Object} plateau.v1.Presence.$Properties
             * @property {number|null} [lastVersion] Presence lastVersion
             * @property {number|null} [version] Presence version
             * @property {Array.<number>|null} [ranks] Presence ranks
             * @property {boolean|null} [seeks] Presence seeks
             * @property {number|null} [endedVersion] Presence endedVersion
             * @property {Array.<number>|null} [linked] Presence linked
             * @property {Array.<number>|null} [absent] Presence absent
             * @property {boolean|null} [leaving] Presence leaving
             * @property {boolean|null} [finished] Presence finished
             * @property {string|null} [reason] Presence reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Presence.
             * @memberof plateau.v1
             * @interface IPresence
             * @augments plateau.v1.Presence.$Properties
             * @deprecated Use plateau.v1.Presence.$Properties instead.
             */

            /**
             * Shape of a Presence.
             * @typedef {plateau.v1.Presence.$Properties} plateau.v1.Presence.$Shape
             */

            /**
             * Constructs a new Presence.
             * @memberof plateau.v1
             * @classdesc Represents a Presence.
             * @constructor
             * @param {plateau.v1.Presence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Presence = function (properties) {
                this.ranks = [];
                this.linked = [];
                this.absent = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Presence lastVersion.
             * @member {number} lastVersion
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.lastVersion = 0;

            /**
             * Presence version.
             * @member {number} version
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.version = 0;

            /**
             * Presence ranks.
             * @member {Array.<number>} ranks
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.ranks = $util.emptyArray;

            /**
             * Presence seeks.
             * @member {boolean} seeks
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.seeks = false;

            /**
             * Presence endedVersion.
             * @member {number} endedVersion
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.endedVersion = 0;

            /**
             * Presence linked.
             * @member {Array.<number>} linked
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.linked = $util.emptyArray;

            /**
             * Presence absent.
             * @member {Array.<number>} absent
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.absent = $util.emptyArray;

            /**
             * Presence leaving.
             * @member {boolean} leaving
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.leaving = false;

            /**
             * Presence finished.
             * @member {boolean} finished
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.finished = false;

            /**
             * Presence reason.
             * @member {string} reason
             * @memberof plateau.v1.Presence
             * @instance
             */
            Presence.prototype.reason = "";

            /**
             * Encodes the specified Presence message. Does not implicitly {@link plateau.v1.Presence.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Presence
             * @static
             * @param {plateau.v1.Presence.$Properties} message Presence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Presence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lastVersion != null && $Object.hasOwnProperty.call(message, "lastVersion") && message.lastVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.lastVersion);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.ranks);
                if (message.seeks != null && $Object.hasOwnProperty.call(message, "seeks") && message.seeks !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.seeks);
                if (message.endedVersion != null && $Object.hasOwnProperty.call(message, "endedVersion") && message.endedVersion !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.endedVersion);
                if (message.linked != null && message.linked.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.linked);
                if (message.absent != null && message.absent.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).uint32s(message.absent);
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving") && message.leaving !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.leaving);
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished") && message.finished !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.finished);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Presence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Presence & plateau.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Presence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Presence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lastVersion = value;
                            else
                                delete message.lastVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.seeks = value;
                            else
                                delete message.seeks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.endedVersion = value;
                            else
                                delete message.endedVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.linked && message.linked.length))
                                    message.linked = [];
                                reader.uint32s(message.linked);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.linked && message.linked.length))
                                message.linked = [];
                            message.linked.push(reader.uint32());
                            continue;
                        }
                    case 7: {
                            if (wireType === 2) {
                                if (!(message.absent && message.absent.length))
                                    message.absent = [];
                                reader.uint32s(message.absent);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.absent && message.absent.length))
                                message.absent = [];
                            message.absent.push(reader.uint32());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.leaving = value;
                            else
                                delete message.leaving;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.finished = value;
                            else
                                delete message.finished;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Presence message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Presence
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Presence} Presence
             */
            Presence.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Presence)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Presence: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Presence();
                if (object.lastVersion != null)
                    if ($Number(object.lastVersion) !== 0)
                        message.lastVersion = object.lastVersion >>> 0;
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".plateau.v1.Presence.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                if (object.seeks != null)
                    if (object.seeks)
                        message.seeks = $Boolean(object.seeks);
                if (object.endedVersion != null)
                    if ($Number(object.endedVersion) !== 0)
                        message.endedVersion = object.endedVersion >>> 0;
                if (object.linked) {
                    if (!$Array.isArray(object.linked))
                        throw $TypeError(".plateau.v1.Presence.linked: array expected");
                    message.linked = $Array(object.linked.length);
                    for (let i = 0; i < object.linked.length; ++i)
                        message.linked[i] = object.linked[i] >>> 0;
                }
                if (object.absent) {
                    if (!$Array.isArray(object.absent))
                        throw $TypeError(".plateau.v1.Presence.absent: array expected");
                    message.absent = $Array(object.absent.length);
                    for (let i = 0; i < object.absent.length; ++i)
                        message.absent[i] = object.absent[i] >>> 0;
                }
                if (object.leaving != null)
                    if (object.leaving)
                        message.leaving = $Boolean(object.leaving);
                if (object.finished != null)
                    if (object.finished)
                        message.finished = $Boolean(object.finished);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Presence message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Presence
             * @static
             * @param {plateau.v1.Presence} message Presence
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Presence.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.ranks = [];
                    object.linked = [];
                    object.absent = [];
                }
                if (options.defaults) {
                    object.lastVersion = 0;
                    object.version = 0;
                    object.seeks = false;
                    object.endedVersion = 0;
                    object.leaving = false;
                    object.finished = false;
                    object.reason = "";
                }
                if (message.lastVersion != null && $Object.hasOwnProperty.call(message, "lastVersion"))
                    object.lastVersion = message.lastVersion;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                if (message.seeks != null && $Object.hasOwnProperty.call(message, "seeks"))
                    object.seeks = message.seeks;
                if (message.endedVersion != null && $Object.hasOwnProperty.call(message, "endedVersion"))
                    object.endedVersion = message.endedVersion;
                if (message.linked && message.linked.length) {
                    object.linked = $Array(message.linked.length);
                    for (let j = 0; j < message.linked.length; ++j)
                        object.linked[j] = message.linked[j];
                }
                if (message.absent && message.absent.length) {
                    object.absent = $Array(message.absent.length);
                    for (let j = 0; j < message.absent.length; ++j)
                        object.absent[j] = message.absent[j];
                }
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving"))
                    object.leaving = message.leaving;
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished"))
                    object.finished = message.finished;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Presence to JSON.
             * @function toJSON
             * @memberof plateau.v1.Presence
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Presence.prototype.toJSON = function() {
                return Presence.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Presence
             * @function getTypeUrl
             * @memberof plateau.v1.Presence
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Presence.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Presence";
            };

            return Presence;
        })();

        v1.Form = (function() {

            /**
             * Properties of a Form.
             * @typedef {Object} plateau.v1.Form.$Properties
             * @property {number|null} [version] Form version
             * @property {Array.<number>|null} [ranks] Form ranks
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Form.
             * @memberof plateau.v1
             * @interface IForm
             * @augments plateau.v1.Form.$Properties
             * @deprecated Use plateau.v1.Form.$Properties instead.
             */

            /**
             * Shape of a Form.
             * @typedef {plateau.v1.Form.$Properties} plateau.v1.Form.$Shape
             */

            /**
             * Constructs a new Form.
             * @memberof plateau.v1
             * @classdesc Represents a Form.
             * @constructor
             * @param {plateau.v1.Form.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Form = function (properties) {
                this.ranks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Form version.
             * @member {number} version
             * @memberof plateau.v1.Form
             * @instance
             */
            Form.prototype.version = 0;

            /**
             * Form ranks.
             * @member {Array.<number>} ranks
             * @memberof plateau.v1.Form
             * @instance
             */
            Form.prototype.ranks = $util.emptyArray;

            /**
             * Encodes the specified Form message. Does not implicitly {@link plateau.v1.Form.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Form
             * @static
             * @param {plateau.v1.Form.$Properties} message Form message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Form.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.ranks);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Form message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Form
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Form & plateau.v1.Form.$Shape} Form
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Form.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Form();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Form message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Form
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Form} Form
             */
            Form.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Form)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Form: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Form();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".plateau.v1.Form.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                return message;
            };

            /**
             * Creates a plain object from a Form message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Form
             * @static
             * @param {plateau.v1.Form} message Form
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Form.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.ranks = [];
                if (options.defaults)
                    object.version = 0;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                return object;
            };

            /**
             * Converts this Form to JSON.
             * @function toJSON
             * @memberof plateau.v1.Form
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Form.prototype.toJSON = function() {
                return Form.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Form
             * @function getTypeUrl
             * @memberof plateau.v1.Form
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Form.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Form";
            };

            return Form;
        })();

        v1.StateRequest = (function() {

            /**
             * Properties of a StateRequest.
             * @typedef {Object} plateau.v1.StateRequest.$Properties
             * @property {number|null} [version] StateRequest version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StateRequest.
             * @memberof plateau.v1
             * @interface IStateRequest
             * @augments plateau.v1.StateRequest.$Properties
             * @deprecated Use plateau.v1.StateRequest.$Properties instead.
             */

            /**
             * Shape of a StateRequest.
             * @typedef {plateau.v1.StateRequest.$Properties} plateau.v1.StateRequest.$Shape
             */

            /**
             * Constructs a new StateRequest.
             * @memberof plateau.v1
             * @classdesc Represents a StateRequest.
             * @constructor
             * @param {plateau.v1.StateRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StateRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StateRequest version.
             * @member {number} version
             * @memberof plateau.v1.StateRequest
             * @instance
             */
            StateRequest.prototype.version = 0;

            /**
             * Encodes the specified StateRequest message. Does not implicitly {@link plateau.v1.StateRequest.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {plateau.v1.StateRequest.$Properties} message StateRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StateRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StateRequest message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.StateRequest & plateau.v1.StateRequest.$Shape} StateRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StateRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.StateRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StateRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.StateRequest} StateRequest
             */
            StateRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.StateRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.StateRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.StateRequest();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a StateRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {plateau.v1.StateRequest} message StateRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StateRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.version = 0;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                return object;
            };

            /**
             * Converts this StateRequest to JSON.
             * @function toJSON
             * @memberof plateau.v1.StateRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StateRequest.prototype.toJSON = function() {
                return StateRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StateRequest
             * @function getTypeUrl
             * @memberof plateau.v1.StateRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.StateRequest";
            };

            return StateRequest;
        })();

        v1.StatePart = (function() {

            /**
             * Properties of a StatePart.
             * @typedef {Object} plateau.v1.StatePart.$Properties
             * @property {number|null} [version] StatePart version
             * @property {string|null} [head] StatePart head
             * @property {number|null} [vector] StatePart vector
             * @property {number|null} [offset] StatePart offset
             * @property {Uint8Array|null} [data] StatePart data
             * @property {Uint8Array|null} [sha256] StatePart sha256
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StatePart.
             * @memberof plateau.v1
             * @interface IStatePart
             * @augments plateau.v1.StatePart.$Properties
             * @deprecated Use plateau.v1.StatePart.$Properties instead.
             */

            /**
             * Shape of a StatePart.
             * @typedef {plateau.v1.StatePart.$Properties} plateau.v1.StatePart.$Shape
             */

            /**
             * Constructs a new StatePart.
             * @memberof plateau.v1
             * @classdesc Represents a StatePart.
             * @constructor
             * @param {plateau.v1.StatePart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StatePart = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StatePart version.
             * @member {number} version
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.version = 0;

            /**
             * StatePart head.
             * @member {string} head
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.head = "";

            /**
             * StatePart vector.
             * @member {number} vector
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.vector = 0;

            /**
             * StatePart offset.
             * @member {number} offset
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StatePart data.
             * @member {Uint8Array} data
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.data = $util.newBuffer([]);

            /**
             * StatePart sha256.
             * @member {Uint8Array} sha256
             * @memberof plateau.v1.StatePart
             * @instance
             */
            StatePart.prototype.sha256 = $util.newBuffer([]);

            /**
             * Encodes the specified StatePart message. Does not implicitly {@link plateau.v1.StatePart.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.StatePart
             * @static
             * @param {plateau.v1.StatePart.$Properties} message StatePart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StatePart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.head != null && $Object.hasOwnProperty.call(message, "head") && message.head !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.head);
                if (message.vector != null && $Object.hasOwnProperty.call(message, "vector") && message.vector !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.vector);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.data);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.sha256);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StatePart message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.StatePart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.StatePart & plateau.v1.StatePart.$Shape} StatePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StatePart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.StatePart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.head = value;
                            else
                                delete message.head;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.vector = value;
                            else
                                delete message.vector;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StatePart message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.StatePart
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.StatePart} StatePart
             */
            StatePart.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.StatePart)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.StatePart: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.StatePart();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.head != null)
                    if (typeof object.head !== "string" || object.head.length)
                        message.head = $String(object.head);
                if (object.vector != null)
                    if ($Number(object.vector) !== 0)
                        message.vector = object.vector >>> 0;
                if (object.offset != null)
                    if (typeof object.offset === "object" ? object.offset.low || object.offset.high : $Number(object.offset) !== 0)
                        if ($util.Long)
                            message.offset = $util.Long.fromValue(object.offset, true);
                        else if (typeof object.offset === "string")
                            message.offset = $parseInt(object.offset, 10);
                        else if (typeof object.offset === "number")
                            message.offset = object.offset;
                        else if (typeof object.offset === "object")
                            message.offset = new $util.LongBits(object.offset.low >>> 0, object.offset.high >>> 0).toNumber(true);
                if (object.data != null)
                    if (object.data.length)
                        if (typeof object.data === "string")
                            $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                        else if (object.data.length >= 0)
                            message.data = object.data;
                if (object.sha256 != null)
                    if (object.sha256.length)
                        if (typeof object.sha256 === "string")
                            $util.base64.decode(object.sha256, message.sha256 = $util.newBuffer($util.base64.length(object.sha256)), 0);
                        else if (object.sha256.length >= 0)
                            message.sha256 = object.sha256;
                return message;
            };

            /**
             * Creates a plain object from a StatePart message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.StatePart
             * @static
             * @param {plateau.v1.StatePart} message StatePart
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StatePart.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.version = 0;
                    object.head = "";
                    object.vector = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.offset = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.offset = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.data = "";
                    else {
                        object.data = [];
                        if (options.bytes !== $Array)
                            object.data = $util.newBuffer(object.data);
                    }
                    if (options.bytes === $String)
                        object.sha256 = "";
                    else {
                        object.sha256 = [];
                        if (options.bytes !== $Array)
                            object.sha256 = $util.newBuffer(object.sha256);
                    }
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                    object.head = message.head;
                if (message.vector != null && $Object.hasOwnProperty.call(message, "vector"))
                    object.vector = message.vector;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.offset = typeof message.offset === "number" ? $BigInt(message.offset) : $util.Long.fromBits(message.offset.low >>> 0, message.offset.high >>> 0, true).toBigInt();
                    else if (typeof message.offset === "number")
                        object.offset = options.longs === $String ? $String(message.offset) : message.offset;
                    else
                        object.offset = options.longs === $String ? $util.Long.prototype.toString.call(message.offset) : options.longs === $Number ? new $util.LongBits(message.offset.low >>> 0, message.offset.high >>> 0).toNumber(true) : message.offset;
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256"))
                    object.sha256 = options.bytes === $String ? $util.base64.encode(message.sha256, 0, message.sha256.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.sha256) : message.sha256;
                return object;
            };

            /**
             * Converts this StatePart to JSON.
             * @function toJSON
             * @memberof plateau.v1.StatePart
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StatePart.prototype.toJSON = function() {
                return StatePart.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StatePart
             * @function getTypeUrl
             * @memberof plateau.v1.StatePart
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StatePart.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.StatePart";
            };

            return StatePart;
        })();

        v1.Numbers = (function() {

            /**
             * Properties of a Numbers.
             * @typedef {Object} plateau.v1.Numbers.$Properties
             * @property {number|null} [version] Numbers version
             * @property {number|null} [step] Numbers step
             * @property {number|null} [round] Numbers round
             * @property {Array.<plateau.v1.ShardNumbers.$Properties>|null} [shards] Numbers shards
             * @property {boolean|null} [more] Numbers more
             * @property {boolean|null} [last] Numbers last
             * @property {boolean|null} [hold] Numbers hold
             * @property {boolean|null} [checkpoint] Numbers checkpoint
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Numbers.
             * @memberof plateau.v1
             * @interface INumbers
             * @augments plateau.v1.Numbers.$Properties
             * @deprecated Use plateau.v1.Numbers.$Properties instead.
             */

            /**
             * Shape of a Numbers.
             * @typedef {plateau.v1.Numbers.$Properties} plateau.v1.Numbers.$Shape
             */

            /**
             * Constructs a new Numbers.
             * @memberof plateau.v1
             * @classdesc Represents a Numbers.
             * @constructor
             * @param {plateau.v1.Numbers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Numbers = function (properties) {
                this.shards = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Numbers version.
             * @member {number} version
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.version = 0;

            /**
             * Numbers step.
             * @member {number} step
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.step = 0;

            /**
             * Numbers round.
             * @member {number} round
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.round = 0;

            /**
             * Numbers shards.
             * @member {Array.<plateau.v1.ShardNumbers.$Properties>} shards
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.shards = $util.emptyArray;

            /**
             * Numbers more.
             * @member {boolean} more
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.more = false;

            /**
             * Numbers last.
             * @member {boolean} last
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.last = false;

            /**
             * Numbers hold.
             * @member {boolean} hold
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.hold = false;

            /**
             * Numbers checkpoint.
             * @member {boolean} checkpoint
             * @memberof plateau.v1.Numbers
             * @instance
             */
            Numbers.prototype.checkpoint = false;

            /**
             * Encodes the specified Numbers message. Does not implicitly {@link plateau.v1.Numbers.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Numbers
             * @static
             * @param {plateau.v1.Numbers.$Properties} message Numbers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Numbers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.round != null && $Object.hasOwnProperty.call(message, "round") && message.round !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.round);
                if (message.shards != null && message.shards.length)
                    for (let i = 0; i < message.shards.length; ++i)
                        $root.plateau.v1.ShardNumbers.encode(message.shards[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.more);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.last);
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold") && message.hold !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.hold);
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint") && message.checkpoint !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.checkpoint);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Numbers message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Numbers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Numbers & plateau.v1.Numbers.$Shape} Numbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Numbers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Numbers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.round = value;
                            else
                                delete message.round;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.shards && message.shards.length))
                                message.shards = [];
                            message.shards.push($root.plateau.v1.ShardNumbers.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.more = value;
                            else
                                delete message.more;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hold = value;
                            else
                                delete message.hold;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.checkpoint = value;
                            else
                                delete message.checkpoint;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Numbers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Numbers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Numbers} Numbers
             */
            Numbers.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Numbers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Numbers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Numbers();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.round != null)
                    if ($Number(object.round) !== 0)
                        message.round = object.round >>> 0;
                if (object.shards) {
                    if (!$Array.isArray(object.shards))
                        throw $TypeError(".plateau.v1.Numbers.shards: array expected");
                    message.shards = $Array(object.shards.length);
                    for (let i = 0; i < object.shards.length; ++i) {
                        if (!$util.isObject(object.shards[i]))
                            throw $TypeError(".plateau.v1.Numbers.shards: object expected");
                        message.shards[i] = $root.plateau.v1.ShardNumbers.fromObject(object.shards[i], _depth + 1);
                    }
                }
                if (object.more != null)
                    if (object.more)
                        message.more = $Boolean(object.more);
                if (object.last != null)
                    if (object.last)
                        message.last = $Boolean(object.last);
                if (object.hold != null)
                    if (object.hold)
                        message.hold = $Boolean(object.hold);
                if (object.checkpoint != null)
                    if (object.checkpoint)
                        message.checkpoint = $Boolean(object.checkpoint);
                return message;
            };

            /**
             * Creates a plain object from a Numbers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Numbers
             * @static
             * @param {plateau.v1.Numbers} message Numbers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Numbers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.shards = [];
                if (options.defaults) {
                    object.version = 0;
                    object.step = 0;
                    object.round = 0;
                    object.more = false;
                    object.last = false;
                    object.hold = false;
                    object.checkpoint = false;
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.round != null && $Object.hasOwnProperty.call(message, "round"))
                    object.round = message.round;
                if (message.shards && message.shards.length) {
                    object.shards = $Array(message.shards.length);
                    for (let j = 0; j < message.shards.length; ++j)
                        object.shards[j] = $root.plateau.v1.ShardNumbers.toObject(message.shards[j], options, _depth + 1);
                }
                if (message.more != null && $Object.hasOwnProperty.call(message, "more"))
                    object.more = message.more;
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    object.last = message.last;
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
                    object.hold = message.hold;
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                    object.checkpoint = message.checkpoint;
                return object;
            };

            /**
             * Converts this Numbers to JSON.
             * @function toJSON
             * @memberof plateau.v1.Numbers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Numbers.prototype.toJSON = function() {
                return Numbers.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Numbers
             * @function getTypeUrl
             * @memberof plateau.v1.Numbers
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Numbers.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Numbers";
            };

            return Numbers;
        })();

        v1.ShardNumbers = (function() {

            /**
             * Properties of a ShardNumbers.
             * @typedef {Object} plateau.v1.ShardNumbers.$Properties
             * @property {number|null} [shard] ShardNumbers shard
             * @property {number|null} [loss] ShardNumbers loss
             * @property {Array.<number>|null} [norms] ShardNumbers norms
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ShardNumbers.
             * @memberof plateau.v1
             * @interface IShardNumbers
             * @augments plateau.v1.ShardNumbers.$Properties
             * @deprecated Use plateau.v1.ShardNumbers.$Properties instead.
             */

            /**
             * Shape of a ShardNumbers.
             * @typedef {plateau.v1.ShardNumbers.$Properties} plateau.v1.ShardNumbers.$Shape
             */

            /**
             * Constructs a new ShardNumbers.
             * @memberof plateau.v1
             * @classdesc Represents a ShardNumbers.
             * @constructor
             * @param {plateau.v1.ShardNumbers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ShardNumbers = function (properties) {
                this.norms = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ShardNumbers shard.
             * @member {number} shard
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.shard = 0;

            /**
             * ShardNumbers loss.
             * @member {number} loss
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.loss = 0;

            /**
             * ShardNumbers norms.
             * @member {Array.<number>} norms
             * @memberof plateau.v1.ShardNumbers
             * @instance
             */
            ShardNumbers.prototype.norms = $util.emptyArray;

            /**
             * Encodes the specified ShardNumbers message. Does not implicitly {@link plateau.v1.ShardNumbers.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {plateau.v1.ShardNumbers.$Properties} message ShardNumbers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ShardNumbers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard") && message.shard !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.shard);
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.loss);
                if (message.norms != null && message.norms.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).doubles(message.norms);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ShardNumbers message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ShardNumbers & plateau.v1.ShardNumbers.$Shape} ShardNumbers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ShardNumbers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.ShardNumbers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.shard = value;
                            else
                                delete message.shard;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.norms && message.norms.length))
                                    message.norms = [];
                                reader.doubles(message.norms);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.norms && message.norms.length))
                                message.norms = [];
                            message.norms.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ShardNumbers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ShardNumbers} ShardNumbers
             */
            ShardNumbers.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ShardNumbers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ShardNumbers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ShardNumbers();
                if (object.shard != null)
                    if ($Number(object.shard) !== 0)
                        message.shard = object.shard >>> 0;
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.norms) {
                    if (!$Array.isArray(object.norms))
                        throw $TypeError(".plateau.v1.ShardNumbers.norms: array expected");
                    message.norms = $Array(object.norms.length);
                    for (let i = 0; i < object.norms.length; ++i)
                        message.norms[i] = $Number(object.norms[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a ShardNumbers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {plateau.v1.ShardNumbers} message ShardNumbers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ShardNumbers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.norms = [];
                if (options.defaults) {
                    object.shard = 0;
                    object.loss = 0;
                }
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard"))
                    object.shard = message.shard;
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.norms && message.norms.length) {
                    object.norms = $Array(message.norms.length);
                    for (let j = 0; j < message.norms.length; ++j)
                        object.norms[j] = options.json && !$isFinite(message.norms[j]) ? $String(message.norms[j]) : message.norms[j];
                }
                return object;
            };

            /**
             * Converts this ShardNumbers to JSON.
             * @function toJSON
             * @memberof plateau.v1.ShardNumbers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ShardNumbers.prototype.toJSON = function() {
                return ShardNumbers.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ShardNumbers
             * @function getTypeUrl
             * @memberof plateau.v1.ShardNumbers
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ShardNumbers.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ShardNumbers";
            };

            return ShardNumbers;
        })();

        v1.TensorOffer = (function() {

            /**
             * Properties of a TensorOffer.
             * @typedef {Object} plateau.v1.TensorOffer.$Properties
             * @property {Uint8Array|null} [token] TensorOffer token
             * @property {number|null} [port] TensorOffer port
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TensorOffer.
             * @memberof plateau.v1
             * @interface ITensorOffer
             * @augments plateau.v1.TensorOffer.$Properties
             * @deprecated Use plateau.v1.TensorOffer.$Properties instead.
             */

            /**
             * Shape of a TensorOffer.
             * @typedef {plateau.v1.TensorOffer.$Properties} plateau.v1.TensorOffer.$Shape
             */

            /**
             * Constructs a new TensorOffer.
             * @memberof plateau.v1
             * @classdesc Represents a TensorOffer.
             * @constructor
             * @param {plateau.v1.TensorOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TensorOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TensorOffer token.
             * @member {Uint8Array} token
             * @memberof plateau.v1.TensorOffer
             * @instance
             */
            TensorOffer.prototype.token = $util.newBuffer([]);

            /**
             * TensorOffer port.
             * @member {number} port
             * @memberof plateau.v1.TensorOffer
             * @instance
             */
            TensorOffer.prototype.port = 0;

            /**
             * Encodes the specified TensorOffer message. Does not implicitly {@link plateau.v1.TensorOffer.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {plateau.v1.TensorOffer.$Properties} message TensorOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TensorOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.token);
                if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.port);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TensorOffer message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.TensorOffer & plateau.v1.TensorOffer.$Shape} TensorOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TensorOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.TensorOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.port = value;
                            else
                                delete message.port;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TensorOffer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.TensorOffer} TensorOffer
             */
            TensorOffer.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.TensorOffer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.TensorOffer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.TensorOffer();
                if (object.token != null)
                    if (object.token.length)
                        if (typeof object.token === "string")
                            $util.base64.decode(object.token, message.token = $util.newBuffer($util.base64.length(object.token)), 0);
                        else if (object.token.length >= 0)
                            message.token = object.token;
                if (object.port != null)
                    if ($Number(object.port) !== 0)
                        message.port = object.port >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a TensorOffer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {plateau.v1.TensorOffer} message TensorOffer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TensorOffer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.token = "";
                    else {
                        object.token = [];
                        if (options.bytes !== $Array)
                            object.token = $util.newBuffer(object.token);
                    }
                    object.port = 0;
                }
                if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                    object.token = options.bytes === $String ? $util.base64.encode(message.token, 0, message.token.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.token) : message.token;
                if (message.port != null && $Object.hasOwnProperty.call(message, "port"))
                    object.port = message.port;
                return object;
            };

            /**
             * Converts this TensorOffer to JSON.
             * @function toJSON
             * @memberof plateau.v1.TensorOffer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TensorOffer.prototype.toJSON = function() {
                return TensorOffer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TensorOffer
             * @function getTypeUrl
             * @memberof plateau.v1.TensorOffer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TensorOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.TensorOffer";
            };

            return TensorOffer;
        })();

        v1.Barrier = (function() {

            /**
             * Properties of a Barrier.
             * @typedef {Object} plateau.v1.Barrier.$Properties
             * @property {number|null} [version] Barrier version
             * @property {string|null} [label] Barrier label
             * @property {Uint8Array|null} [value] Barrier value
             * @property {boolean|null} [more] Barrier more
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Barrier.
             * @memberof plateau.v1
             * @interface IBarrier
             * @augments plateau.v1.Barrier.$Properties
             * @deprecated Use plateau.v1.Barrier.$Properties instead.
             */

            /**
             * Shape of a Barrier.
             * @typedef {plateau.v1.Barrier.$Properties} plateau.v1.Barrier.$Shape
             */

            /**
             * Constructs a new Barrier.
             * @memberof plateau.v1
             * @classdesc Represents a Barrier.
             * @constructor
             * @param {plateau.v1.Barrier.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Barrier = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Barrier version.
             * @member {number} version
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.version = 0;

            /**
             * Barrier label.
             * @member {string} label
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.label = "";

            /**
             * Barrier value.
             * @member {Uint8Array} value
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.value = $util.newBuffer([]);

            /**
             * Barrier more.
             * @member {boolean} more
             * @memberof plateau.v1.Barrier
             * @instance
             */
            Barrier.prototype.more = false;

            /**
             * Encodes the specified Barrier message. Does not implicitly {@link plateau.v1.Barrier.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Barrier
             * @static
             * @param {plateau.v1.Barrier.$Properties} message Barrier message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Barrier.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.label);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.value);
                if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.more);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Barrier message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Barrier
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Barrier & plateau.v1.Barrier.$Shape} Barrier
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Barrier.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.plateau.v1.Barrier();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.more = value;
                            else
                                delete message.more;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Barrier message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Barrier
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Barrier} Barrier
             */
            Barrier.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Barrier)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Barrier: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Barrier();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.label != null)
                    if (typeof object.label !== "string" || object.label.length)
                        message.label = $String(object.label);
                if (object.value != null)
                    if (object.value.length)
                        if (typeof object.value === "string")
                            $util.base64.decode(object.value, message.value = $util.newBuffer($util.base64.length(object.value)), 0);
                        else if (object.value.length >= 0)
                            message.value = object.value;
                if (object.more != null)
                    if (object.more)
                        message.more = $Boolean(object.more);
                return message;
            };

            /**
             * Creates a plain object from a Barrier message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Barrier
             * @static
             * @param {plateau.v1.Barrier} message Barrier
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Barrier.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.version = 0;
                    object.label = "";
                    if (options.bytes === $String)
                        object.value = "";
                    else {
                        object.value = [];
                        if (options.bytes !== $Array)
                            object.value = $util.newBuffer(object.value);
                    }
                    object.more = false;
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.label != null && $Object.hasOwnProperty.call(message, "label"))
                    object.label = message.label;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = options.bytes === $String ? $util.base64.encode(message.value, 0, message.value.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.value) : message.value;
                if (message.more != null && $Object.hasOwnProperty.call(message, "more"))
                    object.more = message.more;
                return object;
            };

            /**
             * Converts this Barrier to JSON.
             * @function toJSON
             * @memberof plateau.v1.Barrier
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Barrier.prototype.toJSON = function() {
                return Barrier.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Barrier
             * @function getTypeUrl
             * @memberof plateau.v1.Barrier
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Barrier.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Barrier";
            };

            return Barrier;
        })();

        return v1;
    })();

    return plateau;
})();

export {
  $root as default
};
