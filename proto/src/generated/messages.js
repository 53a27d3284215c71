/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Number = $util.global.Number, $Array = $util.global.Array, $Boolean = $util.global.Boolean, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $isFinite = $util.global.isFinite;

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
             * @property {plateau.v1.Chunk.$Properties|null} [chunk] Frame chunk
             * @property {plateau.v1.ShardLosses.$Properties|null} [losses] Frame losses
             * @property {plateau.v1.Barrier.$Properties|null} [barrier] Frame barrier
             * @property {plateau.v1.StatePart.$Properties|null} [statePart] Frame statePart
             * @property {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"chunk"|"losses"|"barrier"|"statePart"} [body] Frame body
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
             *   chunk?: plateau.v1.Chunk.$Shape|null;
             *   losses?: plateau.v1.ShardLosses.$Shape|null;
             *   barrier?: plateau.v1.Barrier.$Shape|null;
             *   statePart?: plateau.v1.StatePart.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "hello"; hello: plateau.v1.Hello.$Shape; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "proof"; hello?: null; proof: plateau.v1.Proof.$Shape; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "heartbeat"; hello?: null; proof?: null; heartbeat: plateau.v1.Heartbeat.$Shape; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "presence"; hello?: null; proof?: null; heartbeat?: null; presence: plateau.v1.Presence.$Shape; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "form"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form: plateau.v1.Form.$Shape; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "stateRequest"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest: plateau.v1.StateRequest.$Shape; chunk?: null; losses?: null; barrier?: null; statePart?: null }|{ body?: "chunk"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk: plateau.v1.Chunk.$Shape; losses?: null; barrier?: null; statePart?: null }|{ body?: "losses"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses: plateau.v1.ShardLosses.$Shape; barrier?: null; statePart?: null }|{ body?: "barrier"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier: plateau.v1.Barrier.$Shape; statePart?: null }|{ body?: "statePart"; hello?: null; proof?: null; heartbeat?: null; presence?: null; form?: null; stateRequest?: null; chunk?: null; losses?: null; barrier?: null; statePart: plateau.v1.StatePart.$Shape })
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
             * Frame chunk.
             * @member {plateau.v1.Chunk.$Properties|null|undefined} chunk
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.chunk = null;

            /**
             * Frame losses.
             * @member {plateau.v1.ShardLosses.$Properties|null|undefined} losses
             * @memberof plateau.v1.Frame
             * @instance
             */
            Frame.prototype.losses = null;

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

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Frame body.
             * @member {"hello"|"proof"|"heartbeat"|"presence"|"form"|"stateRequest"|"chunk"|"losses"|"barrier"|"statePart"|undefined} body
             * @memberof plateau.v1.Frame
             * @instance
             */
            $Object.defineProperty(Frame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "proof", "heartbeat", "presence", "form", "stateRequest", "chunk", "losses", "barrier", "statePart"]),
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
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.plateau.v1.Chunk.encode(message.chunk, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.losses != null && $Object.hasOwnProperty.call(message, "losses"))
                    $root.plateau.v1.ShardLosses.encode(message.losses, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.barrier != null && $Object.hasOwnProperty.call(message, "barrier"))
                    $root.plateau.v1.Barrier.encode(message.barrier, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart"))
                    $root.plateau.v1.StatePart.encode(message.statePart, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
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
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.plateau.v1.Chunk.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            message.body = "chunk";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.losses = $root.plateau.v1.ShardLosses.decode(reader, reader.size(), $undefined, _depth + 1, message.losses);
                            message.body = "losses";
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
                if (object.chunk != null) {
                    if (!$util.isObject(object.chunk))
                        throw $TypeError(".plateau.v1.Frame.chunk: object expected");
                    message.chunk = $root.plateau.v1.Chunk.fromObject(object.chunk, _depth + 1);
                }
                if (object.losses != null) {
                    if (!$util.isObject(object.losses))
                        throw $TypeError(".plateau.v1.Frame.losses: object expected");
                    message.losses = $root.plateau.v1.ShardLosses.fromObject(object.losses, _depth + 1);
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
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk")) {
                    object.chunk = $root.plateau.v1.Chunk.toObject(message.chunk, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "chunk";
                }
                if (message.losses != null && $Object.hasOwnProperty.call(message, "losses")) {
                    object.losses = $root.plateau.v1.ShardLosses.toObject(message.losses, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "losses";
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

        v1.Chunk = (function() {

            /**
             * Properties of a Chunk.
             * @typedef {Object} plateau.v1.Chunk.$Properties
             * @property {number|null} [version] Chunk version
             * @property {number|null} [step] Chunk step
             * @property {plateau.v1.Chunk.Phase|null} [phase] Chunk phase
             * @property {number|null} [shard] Chunk shard
             * @property {number|null} [offset] Chunk offset
             * @property {Uint8Array|null} [data] Chunk data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Chunk.
             * @memberof plateau.v1
             * @interface IChunk
             * @augments plateau.v1.Chunk.$Properties
             * @deprecated Use plateau.v1.Chunk.$Properties instead.
             */

            /**
             * Shape of a Chunk.
             * @typedef {plateau.v1.Chunk.$Properties} plateau.v1.Chunk.$Shape
             */

            /**
             * Constructs a new Chunk.
             * @memberof plateau.v1
             * @classdesc Represents a Chunk.
             * @constructor
             * @param {plateau.v1.Chunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Chunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Chunk version.
             * @member {number} version
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.version = 0;

            /**
             * Chunk step.
             * @member {number} step
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.step = 0;

            /**
             * Chunk phase.
             * @member {plateau.v1.Chunk.Phase} phase
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.phase = 0;

            /**
             * Chunk shard.
             * @member {number} shard
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.shard = 0;

            /**
             * Chunk offset.
             * @member {number} offset
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.offset = 0;

            /**
             * Chunk data.
             * @member {Uint8Array} data
             * @memberof plateau.v1.Chunk
             * @instance
             */
            Chunk.prototype.data = $util.newBuffer([]);

            /**
             * Encodes the specified Chunk message. Does not implicitly {@link plateau.v1.Chunk.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.Chunk
             * @static
             * @param {plateau.v1.Chunk.$Properties} message Chunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Chunk.encode = function (message, writer, _depth) {
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
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.phase);
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard") && message.shard !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.shard);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Chunk message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.Chunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.Chunk & plateau.v1.Chunk.$Shape} Chunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Chunk.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.plateau.v1.Chunk();
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
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.shard = value;
                            else
                                delete message.shard;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
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
             * Creates a Chunk message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.Chunk
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.Chunk} Chunk
             */
            Chunk.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.Chunk)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.Chunk: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.Chunk();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.phase !== 0 && (typeof object.phase !== "string" || $root.plateau.v1.Chunk.Phase[object.phase] !== 0))
                    switch (object.phase) {
                    case "REDUCE":
                    case 0:
                        message.phase = 0;
                        break;
                    case "GATHER":
                    case 1:
                        message.phase = 1;
                        break;
                    default:
                        if (typeof object.phase === "number" && (object.phase | 0) === object.phase)
                            message.phase = object.phase;
                    }
                if (object.shard != null)
                    if ($Number(object.shard) !== 0)
                        message.shard = object.shard >>> 0;
                if (object.offset != null)
                    if ($Number(object.offset) !== 0)
                        message.offset = object.offset >>> 0;
                if (object.data != null)
                    if (object.data.length)
                        if (typeof object.data === "string")
                            $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                        else if (object.data.length >= 0)
                            message.data = object.data;
                return message;
            };

            /**
             * Creates a plain object from a Chunk message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.Chunk
             * @static
             * @param {plateau.v1.Chunk} message Chunk
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Chunk.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.version = 0;
                    object.step = 0;
                    object.phase = options.enums === $String ? "REDUCE" : 0;
                    object.shard = 0;
                    object.offset = 0;
                    if (options.bytes === $String)
                        object.data = "";
                    else {
                        object.data = [];
                        if (options.bytes !== $Array)
                            object.data = $util.newBuffer(object.data);
                    }
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = options.enums === $String ? $root.plateau.v1.Chunk.Phase[message.phase] === $undefined ? message.phase : $root.plateau.v1.Chunk.Phase[message.phase] : message.phase;
                if (message.shard != null && $Object.hasOwnProperty.call(message, "shard"))
                    object.shard = message.shard;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    object.offset = message.offset;
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                return object;
            };

            /**
             * Converts this Chunk to JSON.
             * @function toJSON
             * @memberof plateau.v1.Chunk
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Chunk.prototype.toJSON = function() {
                return Chunk.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Chunk
             * @function getTypeUrl
             * @memberof plateau.v1.Chunk
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Chunk.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.Chunk";
            };

            /**
             * Phase enum.
             * @name plateau.v1.Chunk.Phase
             * @enum {number}
             * @property {number} REDUCE=0 REDUCE value
             * @property {number} GATHER=1 GATHER value
             */
            Chunk.Phase = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "REDUCE"] = 0;
                values[valuesById[1] = "GATHER"] = 1;
                return values;
            })();

            return Chunk;
        })();

        v1.ShardLosses = (function() {

            /**
             * Properties of a ShardLosses.
             * @typedef {Object} plateau.v1.ShardLosses.$Properties
             * @property {number|null} [version] ShardLosses version
             * @property {number|null} [step] ShardLosses step
             * @property {Array.<number>|null} [shards] ShardLosses shards
             * @property {Array.<number>|null} [losses] ShardLosses losses
             * @property {boolean|null} [last] ShardLosses last
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ShardLosses.
             * @memberof plateau.v1
             * @interface IShardLosses
             * @augments plateau.v1.ShardLosses.$Properties
             * @deprecated Use plateau.v1.ShardLosses.$Properties instead.
             */

            /**
             * Shape of a ShardLosses.
             * @typedef {plateau.v1.ShardLosses.$Properties} plateau.v1.ShardLosses.$Shape
             */

            /**
             * Constructs a new ShardLosses.
             * @memberof plateau.v1
             * @classdesc Represents a ShardLosses.
             * @constructor
             * @param {plateau.v1.ShardLosses.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ShardLosses = function (properties) {
                this.shards = [];
                this.losses = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ShardLosses version.
             * @member {number} version
             * @memberof plateau.v1.ShardLosses
             * @instance
             */
            ShardLosses.prototype.version = 0;

            /**
             * ShardLosses step.
             * @member {number} step
             * @memberof plateau.v1.ShardLosses
             * @instance
             */
            ShardLosses.prototype.step = 0;

            /**
             * ShardLosses shards.
             * @member {Array.<number>} shards
             * @memberof plateau.v1.ShardLosses
             * @instance
             */
            ShardLosses.prototype.shards = $util.emptyArray;

            /**
             * ShardLosses losses.
             * @member {Array.<number>} losses
             * @memberof plateau.v1.ShardLosses
             * @instance
             */
            ShardLosses.prototype.losses = $util.emptyArray;

            /**
             * ShardLosses last.
             * @member {boolean} last
             * @memberof plateau.v1.ShardLosses
             * @instance
             */
            ShardLosses.prototype.last = false;

            /**
             * Encodes the specified ShardLosses message. Does not implicitly {@link plateau.v1.ShardLosses.verify|verify} messages.
             * @function encode
             * @memberof plateau.v1.ShardLosses
             * @static
             * @param {plateau.v1.ShardLosses.$Properties} message ShardLosses message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ShardLosses.encode = function (message, writer, _depth) {
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
                if (message.shards != null && message.shards.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).uint32s(message.shards);
                if (message.losses != null && message.losses.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).doubles(message.losses);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.last);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ShardLosses message from the specified reader or buffer.
             * @function decode
             * @memberof plateau.v1.ShardLosses
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {plateau.v1.ShardLosses & plateau.v1.ShardLosses.$Shape} ShardLosses
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ShardLosses.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.plateau.v1.ShardLosses();
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
                            if (wireType === 2) {
                                if (!(message.shards && message.shards.length))
                                    message.shards = [];
                                reader.uint32s(message.shards);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.shards && message.shards.length))
                                message.shards = [];
                            message.shards.push(reader.uint32());
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.losses && message.losses.length))
                                    message.losses = [];
                                reader.doubles(message.losses);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.losses && message.losses.length))
                                message.losses = [];
                            message.losses.push(reader.double());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
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
             * Creates a ShardLosses message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof plateau.v1.ShardLosses
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {plateau.v1.ShardLosses} ShardLosses
             */
            ShardLosses.fromObject = function (object, _depth) {
                if (object instanceof $root.plateau.v1.ShardLosses)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".plateau.v1.ShardLosses: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.plateau.v1.ShardLosses();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.shards) {
                    if (!$Array.isArray(object.shards))
                        throw $TypeError(".plateau.v1.ShardLosses.shards: array expected");
                    message.shards = $Array(object.shards.length);
                    for (let i = 0; i < object.shards.length; ++i)
                        message.shards[i] = object.shards[i] >>> 0;
                }
                if (object.losses) {
                    if (!$Array.isArray(object.losses))
                        throw $TypeError(".plateau.v1.ShardLosses.losses: array expected");
                    message.losses = $Array(object.losses.length);
                    for (let i = 0; i < object.losses.length; ++i)
                        message.losses[i] = $Number(object.losses[i]);
                }
                if (object.last != null)
                    if (object.last)
                        message.last = $Boolean(object.last);
                return message;
            };

            /**
             * Creates a plain object from a ShardLosses message. Also converts values to other types if specified.
             * @function toObject
             * @memberof plateau.v1.ShardLosses
             * @static
             * @param {plateau.v1.ShardLosses} message ShardLosses
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ShardLosses.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.shards = [];
                    object.losses = [];
                }
                if (options.defaults) {
                    object.version = 0;
                    object.step = 0;
                    object.last = false;
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.shards && message.shards.length) {
                    object.shards = $Array(message.shards.length);
                    for (let j = 0; j < message.shards.length; ++j)
                        object.shards[j] = message.shards[j];
                }
                if (message.losses && message.losses.length) {
                    object.losses = $Array(message.losses.length);
                    for (let j = 0; j < message.losses.length; ++j)
                        object.losses[j] = options.json && !$isFinite(message.losses[j]) ? $String(message.losses[j]) : message.losses[j];
                }
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    object.last = message.last;
                return object;
            };

            /**
             * Converts this ShardLosses to JSON.
             * @function toJSON
             * @memberof plateau.v1.ShardLosses
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ShardLosses.prototype.toJSON = function() {
                return ShardLosses.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ShardLosses
             * @function getTypeUrl
             * @memberof plateau.v1.ShardLosses
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ShardLosses.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/plateau.v1.ShardLosses";
            };

            return ShardLosses;
        })();

        v1.Barrier = (function() {

            /**
             * Properties of a Barrier.
             * @typedef {Object} plateau.v1.Barrier.$Properties
             * @property {number|null} [version] Barrier version
             * @property {string|null} [label] Barrier label
             * @property {Uint8Array|null} [value] Barrier value
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
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.label != null && $Object.hasOwnProperty.call(message, "label"))
                    object.label = message.label;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = options.bytes === $String ? $util.base64.encode(message.value, 0, message.value.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.value) : message.value;
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
